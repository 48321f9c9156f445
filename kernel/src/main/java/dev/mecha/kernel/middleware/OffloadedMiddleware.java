package dev.mecha.kernel.middleware;

import dev.mecha.kernel.registry.Offload;
import dev.mecha.spi.middleware.HttpAnswer;
import dev.mecha.spi.middleware.HttpMiddleware;
import dev.mecha.spi.middleware.HttpRequest;
import dev.mecha.spi.middleware.Verdict;

/** Calls middleware that computes or may hold its thread away from the network's threads. */
record OffloadedMiddleware(HttpMiddleware middleware, Offload offload) implements HttpMiddleware {

  @Override
  public Verdict handle(HttpRequest request) throws InterruptedException {
    return switch (offload.call(() -> middleware.handle(request))) {
      case Verdict.Pass(HttpRequest next, Verdict.Aftermath after) when after != null ->
          Verdict.pass(next, offloaded(after));
      case Verdict verdict -> verdict;
    };
  }

  private Verdict.Aftermath offloaded(Verdict.Aftermath after) {
    return new Verdict.Aftermath() {
      @Override
      public HttpAnswer answered(HttpAnswer answer) throws InterruptedException {
        return offload.call(() -> after.answered(answer));
      }

      @Override
      public void ended() {
        after.ended();
      }
    };
  }

  @Override
  public boolean neverHoldsCarrier() {
    return true;
  }

  @Override
  public void ping() throws InterruptedException {
    offload.call(
        () -> {
          middleware.ping();
          return true;
        });
  }

  @Override
  public void close() {
    middleware.close();
  }
}

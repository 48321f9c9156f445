package dev.mecha.kernel.middleware;

import dev.mecha.kernel.registry.Lease;
import dev.mecha.spi.middleware.HttpAnswer;
import dev.mecha.spi.middleware.HttpMiddleware;
import dev.mecha.spi.middleware.HttpRequest;
import dev.mecha.spi.middleware.Verdict;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One request on its way through a pipeline and back. */
final class Passage implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger("dapr.middleware.http");

  private final Deque<Lease<HttpMiddleware>> leases = new ArrayDeque<>();
  private final Deque<Verdict.Aftermath> aftermaths = new ArrayDeque<>();
  private final AtomicBoolean closed = new AtomicBoolean();
  private HttpRequest request;
  private @Nullable HttpAnswer refusal;

  Passage(HttpRequest request) {
    this.request = request;
  }

  void hold(Lease<HttpMiddleware> lease) {
    leases.push(lease);
  }

  /** Takes note of what one has decided; returns its answer, or null if the request goes on. */
  @Nullable HttpAnswer follow(Verdict verdict) throws InterruptedException {
    switch (verdict) {
      case Verdict.Answer(HttpAnswer answer) -> refusal = answered(answer);
      case Verdict.Pass(HttpRequest next, Verdict.Aftermath after) -> {
        request = next;
        if (after != null) {
          aftermaths.push(after);
        }
      }
    }
    return refusal;
  }

  /** Returns the request as those behind the pipeline see it. */
  HttpRequest request() {
    return request;
  }

  /** Returns the answer of the one that has let the request no further, or null. */
  @Nullable HttpAnswer refusal() {
    return refusal;
  }

  /** Tells whether anybody wants to see the answer. */
  boolean listens() {
    return !aftermaths.isEmpty();
  }

  /** Takes an answer back through those that the request has passed, the last one first. */
  HttpAnswer answered(HttpAnswer answer) throws InterruptedException {
    HttpAnswer current = answer;
    for (Verdict.Aftermath after : aftermaths) {
      current = after.answered(current);
    }
    return current;
  }

  /** The request is over. Idempotent. */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    for (Verdict.Aftermath after : aftermaths) {
      try {
        after.ended();
      } catch (RuntimeException e) {
        LOG.error("Middleware failed at the end of a request", e);
      }
    }
    leases.forEach(Lease::close);
  }
}

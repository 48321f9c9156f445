package dev.mecha.kernel.middleware;

import dev.mecha.kernel.channel.BodyException;
import dev.mecha.kernel.channel.Headers;
import dev.mecha.kernel.error.ApiError;
import dev.mecha.kernel.error.ErrorCategory;
import dev.mecha.kernel.pipeline.Exchange;
import dev.mecha.kernel.pipeline.Filter;
import dev.mecha.kernel.pipeline.FilterChain;
import dev.mecha.kernel.pipeline.HttpExchange;
import dev.mecha.kernel.pipeline.HttpReply;
import dev.mecha.spi.middleware.HttpAnswer;
import dev.mecha.spi.middleware.HttpRequest;
import io.grpc.Status;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes requests of the HTTP API through {@code httpPipeline}. */
public final class MiddlewareFilter implements Filter {

  private static final Logger LOG = LoggerFactory.getLogger("dapr.middleware.http");

  private final MiddlewarePipeline pipeline;

  /**
   * @param pipeline what requests pass
   */
  public MiddlewareFilter(MiddlewarePipeline pipeline) {
    this.pipeline = pipeline;
  }

  @Override
  public void apply(Exchange exchange, FilterChain rest) throws InterruptedException {
    if (!(exchange instanceof HttpExchange http)) {
      rest.proceed(); // gRPC has no such pipeline
      return;
    }
    HttpRequest came =
        new HttpRequest(
            http.verb(),
            http.path(),
            http.query(),
            Messages.forMiddleware(http.requestHeaders()),
            http.bodyStream(),
            http.remoteAddress());
    try (Passage passage = pipeline.enter(came)) {
      goOn(http, came, passage, rest);
    } catch (BodyException e) {
      LOG.debug("{}: the body did not come to its end", came, e);
      http.fail(
          ApiError.simple(
              400,
              Status.Code.INVALID_ARGUMENT,
              "ERR_BODY_READ",
              ErrorCategory.COMMON,
              "failed to read request body: " + e.getMessage()));
    } catch (RuntimeException e) {
      LOG.error("Middleware failed: {}", came, e);
      http.fail(ApiError.unexpected(e));
    }
  }

  private static void goOn(HttpExchange http, HttpRequest came, Passage passage, FilterChain rest)
      throws InterruptedException {
    HttpAnswer refusal = passage.refusal();
    if (refusal != null) {
      http.respond(
          refusal.status(),
          Messages.fromMiddleware(refusal.headers()),
          Messages.fromMiddleware(refusal.body()));
      return;
    }
    HttpRequest goes = passage.request();
    Headers headers = Messages.fromMiddleware(goes.headers());
    if (!goes.body().equals(came.body())) {
      headers.remove("Content-Length");
    }
    http.rewrite(
        goes.verb(), goes.rawPath(), goes.query(), headers, Messages.fromMiddleware(goes.body()));
    if (passage.listens()) {
      http.answersThrough(reply -> answered(reply, passage));
    }
    rest.proceed();
    http.settle();
  }

  private static HttpReply answered(HttpReply reply, Passage passage) throws InterruptedException {
    HttpAnswer answer =
        passage.answered(
            new HttpAnswer(reply.status(), Messages.forMiddleware(reply.headers()), reply.body()));
    return new HttpReply(
        answer.status(),
        Messages.fromMiddleware(answer.headers()),
        Messages.fromMiddleware(answer.body()));
  }
}

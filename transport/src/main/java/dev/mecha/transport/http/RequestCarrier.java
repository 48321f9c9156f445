package dev.mecha.transport.http;

import dev.mecha.kernel.error.ApiError;
import dev.mecha.kernel.pipeline.Filter;
import dev.mecha.kernel.pipeline.FilterChain;
import io.netty.buffer.Unpooled;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.internal.buffer.BufferInternal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries one request: through the filters on a virtual thread, then back onto the wire on the event loop. */
final class RequestCarrier {

  private static final Logger LOG = LoggerFactory.getLogger("dapr.runtime.http");

  private final HttpServerRequest request;
  private final ServerExchange exchange;
  private final RouteMatch match;
  private final RequestBody body;
  private final List<Filter> filters;
  private final ConnectionGuard guard;
  private final HttpDate date;

  // On the event loop only.
  private @Nullable Thread thread;
  private boolean gone;

  RequestCarrier(
      HttpServerRequest request,
      ServerExchange exchange,
      RouteMatch match,
      RequestBody body,
      List<Filter> filters,
      ConnectionGuard guard,
      HttpDate date) {
    this.request = request;
    this.exchange = exchange;
    this.match = match;
    this.body = body;
    this.filters = filters;
    this.guard = guard;
    this.date = date;
  }

  /** Runs on the virtual thread. */
  void carry() {
    try {
      FilterChain.run(filters, exchange, () -> match.route().handler().handle(exchange));
    } catch (InterruptedException e) {
      LOG.debug("{} was cancelled", exchange.endpoint().name());
    } catch (Exception | StackOverflowError e) {
      LOG.error("A filter of {} failed unexpectedly", exchange.endpoint().name(), e);
      exchange.fail(ApiError.unexpected(e));
    }
  }

  /** Notes the virtual thread, so that it can be interrupted when the client goes away. */
  void carriedBy(Thread thread) {
    this.thread = thread;
  }

  /** Cancels the request: its client is gone. */
  void cancel() {
    gone = true;
    if (thread != null) {
      thread.interrupt();
    }
  }

  /** Writes the answer. */
  void finish() {
    guard.requestEnded();
    if (gone) {
      return;
    }
    if (exchange.status() == 0) {
      LOG.error("{} was not answered", exchange.endpoint().name());
      exchange.fail(ApiError.unexpected(new IllegalStateException("no answer")));
    }
    boolean reusable = body.abandon(this::breakOff);
    HttpServerResponse response = request.response();
    response.setStatusCode(exchange.status());
    response.headers().set(Headers.DATE, date.now());
    exchange.responseHeaders().forEach(response::putHeader);
    byte[] answer = exchange.answer();
    if (request.method().equals(HttpMethod.HEAD)) {
      response.headers().set(Headers.CONTENT_LENGTH, Integer.toString(answer.length));
      answer = new byte[0];
    }
    if (reusable || request.version() == HttpVersion.HTTP_2) {
      response.end(BufferInternal.buffer(Unpooled.wrappedBuffer(answer)));
    } else {
      response.headers().set(Headers.CONNECTION, Headers.CLOSE);
      response
          .end(BufferInternal.buffer(Unpooled.wrappedBuffer(answer)))
          .onComplete(written -> guard.leave());
    }
  }

  /** The client goes on sending a body that nobody wants. */
  private void breakOff() {
    if (request.version() == HttpVersion.HTTP_2) {
      request.response().reset();
    } else {
      guard.leave();
    }
  }
}

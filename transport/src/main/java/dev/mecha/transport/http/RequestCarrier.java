package dev.mecha.transport.http;

import dev.mecha.kernel.error.ApiError;
import dev.mecha.kernel.pipeline.Filter;
import dev.mecha.kernel.pipeline.FilterChain;
import io.netty.buffer.Unpooled;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.internal.buffer.BufferInternal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries one request: through the filters on a virtual thread, then back onto the wire on the
 * event loop.
 */
final class RequestCarrier {

  private static final Logger LOG = LoggerFactory.getLogger("dapr.runtime.http");

  /** HTTP/2 for: your request has been answered, the rest of it is not needed. */
  private static final long NO_ERROR = 0;

  /** HTTP/2 for: there is no answer. */
  private static final long INTERNAL_ERROR = 2;

  private final HttpServerRequest request;
  private final ServerExchange exchange;
  private final RequestBody body;
  private final List<Filter> filters;
  private final ConnectionGuard guard;
  private final HttpDate date;

  // On the event loop only.
  private @Nullable Thread thread;
  private boolean gone;
  private boolean brokenOff;
  private @Nullable Future<Void> written;

  RequestCarrier(
      HttpServerRequest request,
      ServerExchange exchange,
      RequestBody body,
      List<Filter> filters,
      ConnectionGuard guard,
      HttpDate date) {
    this.request = request;
    this.exchange = exchange;
    this.body = body;
    this.filters = filters;
    this.guard = guard;
    this.date = date;
  }

  /** Runs on the virtual thread. */
  void carry() {
    Thread.currentThread().setName(exchange.endpoint().name());
    try {
      FilterChain.run(filters, exchange, () -> exchange.handler().handle(exchange));
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
    if (gone) {
      thread.interrupt();
    }
  }

  /** Cancels the request: its client is gone. */
  void cancel() {
    gone = true;
    if (thread != null) {
      thread.interrupt();
    }
  }

  /** Writes the answer, or what is left to do after one that has gone out already. */
  void finish() {
    guard.requestEnded();
    if (gone) {
      return;
    }
    AnswerStream stream = exchange.stream();
    if (stream != null) {
      finish(stream);
      return;
    }
    if (exchange.status() == 0) {
      LOG.error("{} was not answered", exchange.endpoint().name());
      exchange.fail(ApiError.unexpected(new IllegalStateException("no answer")));
    }
    boolean goesOn = body.abandon(this::breakOff);
    HttpServerResponse response = request.response();
    try {
      AnswerHead.prepare(
          response, exchange.status(), exchange.responseHeaders(), exchange.length(), date);
    } catch (IllegalArgumentException e) {
      LOG.error("The answer of {} has a malformed header", exchange.endpoint().name(), e);
      response.reset(INTERNAL_ERROR);
      return;
    }
    if (!goesOn && !isMultiplexed()) {
      response.headers().set(HeaderNames.CONNECTION, HeaderNames.CLOSE);
    }
    written = response.end(content());
    if (!goesOn || brokenOff) {
      leave(written);
    }
  }

  private void finish(AnswerStream stream) {
    written = stream.written();
    boolean goesOn = body.abandon(this::breakOff);
    if (written != null && (!goesOn || brokenOff || stream.endsConnection())) {
      leave(written);
    }
  }

  private Buffer content() {
    return request.method().equals(HttpMethod.HEAD)
        ? BufferInternal.buffer(Unpooled.EMPTY_BUFFER)
        : BufferInternal.buffer(Unpooled.wrappedBuffer(exchange.answer()));
  }

  /**
   * Breaks off with a client that goes on sending a body that nobody wants, but not before it has
   * its answer.
   */
  private void breakOff() {
    if (written == null) {
      brokenOff = true;
    } else {
      leave(written);
    }
  }

  private void leave(Future<Void> written) {
    if (isMultiplexed()) {
      written.onComplete(done -> request.response().reset(NO_ERROR));
    } else {
      written.onComplete(done -> guard.leave());
    }
  }

  private boolean isMultiplexed() {
    return request.version() == HttpVersion.HTTP_2;
  }
}

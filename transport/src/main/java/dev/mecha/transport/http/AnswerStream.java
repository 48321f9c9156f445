package dev.mecha.transport.http;

import dev.mecha.kernel.channel.Body;
import dev.mecha.kernel.channel.Headers;
import dev.mecha.transport.flow.Outlet;
import io.netty.buffer.Unpooled;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.internal.buffer.BufferInternal;
import org.jspecify.annotations.Nullable;

/** An answer that goes out while its body is still coming in. Sent by the virtual thread. */
final class AnswerStream {

  /** HTTP/2 for: the rest of the answer will not come. */
  private static final long INTERNAL_ERROR = 2;

  private final HttpServerRequest request;
  private final Outlet outlet;
  private @Nullable Future<Void> written;

  AnswerStream(HttpServerRequest request) {
    this.request = request;
    this.outlet = new Outlet(request.response());
  }

  /**
   * Sends an answer. If it cannot be sent to its end, the connection or stream is reset.
   *
   * @param status the HTTP status
   * @param headers of the answer
   * @param body not closed
   * @param date the time
   * @throws dev.mecha.kernel.channel.BodyException if the body broke off or the client is gone
   * @throws InterruptedException if the request was cancelled
   */
  void send(int status, Headers headers, Body body, HttpDate date) throws InterruptedException {
    HttpServerResponse response = request.response();
    try {
      AnswerHead.prepare(response, status, headers, body.length(), date);
      writeHead(response);
      outlet.write(body);
      written = response.end();
    } finally {
      if (written == null) {
        response.reset(INTERNAL_ERROR);
      }
    }
  }

  private void writeHead(HttpServerResponse response) {
    if (request.version() == HttpVersion.HTTP_1_0) {
      // Vert.x would announce chunks, which the client does not know.
      response.write(BufferInternal.buffer(Unpooled.EMPTY_BUFFER));
    } else {
      response.writeHead();
    }
  }

  /** Returns how many bytes of the body were sent. */
  long size() {
    return outlet.taken();
  }

  /** Returns when the end of the answer is on the wire; null if it was reset. */
  @Nullable Future<Void> written() {
    return written;
  }

  /** Tells whether the end of the connection is the end of the answer (HTTP/1.0). */
  boolean endsConnection() {
    return !request.response().headers().contains(HeaderNames.CONTENT_LENGTH)
        && request.version() == HttpVersion.HTTP_1_0;
  }
}

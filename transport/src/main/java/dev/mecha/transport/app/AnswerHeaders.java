package dev.mecha.transport.app;

import dev.mecha.kernel.channel.Body;
import dev.mecha.kernel.channel.Headers;
import dev.mecha.kernel.channel.HopByHop;
import io.vertx.core.http.HttpClientResponse;

/** What is passed on of the headers of an answer. */
final class AnswerHeaders {

  private AnswerHeaders() {}

  /**
   * Copies the headers but for those that concern the connection, in their order.
   *
   * @param bodiless whether the length is told by a header only; otherwise the body tells it
   */
  static Headers of(HttpClientResponse head, boolean bodiless) {
    var headers = new Headers();
    head.headers().forEach(headers::add);
    HopByHop.strip(headers);
    return bodiless ? headers : headers.remove("Content-Length");
  }

  /** Returns the length that an answer tells, or {@link Body#UNKNOWN}. */
  static long length(HttpClientResponse head) {
    String length = head.getHeader("Content-Length");
    try {
      return length == null ? Body.UNKNOWN : Long.parseLong(length);
    } catch (NumberFormatException e) {
      return Body.UNKNOWN;
    }
  }
}

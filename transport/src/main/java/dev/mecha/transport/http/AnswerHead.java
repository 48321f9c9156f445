package dev.mecha.transport.http;

import dev.mecha.kernel.channel.Body;
import dev.mecha.kernel.channel.Headers;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/** The head of an answer. */
final class AnswerHead {

  private AnswerHead() {}

  /** Tells whether the answer to a request has a body at all (RFC 9110, 6.4.1). */
  static boolean hasBody(HttpServerRequest request, int status) {
    return status != 204 && status != 304 && !request.method().equals(HttpMethod.HEAD);
  }

  /**
   * Finds the length of a body that is not sent itself.
   *
   * @return what the headers tell or else the body, or {@link Body#UNKNOWN}
   */
  static long lengthOfUnsent(Headers headers, Body body) {
    String told = headers.first("Content-Length");
    try {
      return told != null ? Long.parseLong(told) : body.length() > 0 ? body.length() : Body.UNKNOWN;
    } catch (NumberFormatException e) {
      return Body.UNKNOWN;
    }
  }

  /**
   * Prepares the head, in the order of the headers.
   *
   * @param response not begun
   * @param status the HTTP status
   * @param headers what is told in addition to the time and the length
   * @param length of the body, or {@link Body#UNKNOWN}
   * @param date the time
   * @throws IllegalArgumentException if a header is malformed
   */
  static void prepare(
      HttpServerResponse response, int status, Headers headers, long length, HttpDate date) {
    response.setStatusCode(status);
    MultiMap all = response.headers();
    if (headers.first("Date") == null) {
      all.set(HeaderNames.DATE, date.now());
    }
    headers.forEach(
        (name, value) -> {
          if (!name.equalsIgnoreCase("Content-Length")
              && !name.equalsIgnoreCase("Transfer-Encoding")) {
            all.add(name, value);
          }
        });
    if (length >= 0 && status != 204) {
      all.set(HeaderNames.CONTENT_LENGTH, Long.toString(length));
    }
  }
}

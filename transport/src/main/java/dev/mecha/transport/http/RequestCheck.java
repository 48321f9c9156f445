package dev.mecha.transport.http;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a request must be beyond what the parser sees to; the answers are those of Go's server. */
final class RequestCheck {

  private RequestCheck() {}

  /**
   * Checks a request.
   *
   * @param request the request, its header complete
   * @return the status and the phrase to refuse it with, or null if it is fine
   */
  static @Nullable String refusal(HttpServerRequest request) {
    MultiMap headers = request.headers();
    if (request.version() != HttpVersion.HTTP_2) {
      String refusal = refusalOfHttp1(headers, request.version() == HttpVersion.HTTP_1_1);
      if (refusal != null) {
        return refusal;
      }
    }
    String expect = headers.get(HttpHeaders.EXPECT);
    return expect == null || expect.equalsIgnoreCase("100-continue")
        ? null
        : "417 Expectation Failed";
  }

  private static @Nullable String refusalOfHttp1(MultiMap headers, boolean needsHost) {
    if (headers.contains("")) {
      return "400 Bad Request";
    }
    // Anything around the chunks would hide where the body ends: another request could be smuggled
    // in.
    String encoding = headers.get(HttpHeaders.TRANSFER_ENCODING);
    if (encoding != null && !encoding.equalsIgnoreCase("chunked")) {
      return "501 Not Implemented";
    }
    List<String> hosts = headers.getAll(HttpHeaders.HOST);
    if (hosts.isEmpty()) {
      return needsHost ? "400 Bad Request: missing required Host header" : null;
    }
    if (hosts.size() > 1) {
      return "400 Bad Request";
    }
    return isHost(hosts.getFirst()) ? null : "400 Bad Request: malformed Host header";
  }

  private static boolean isHost(String host) {
    for (int i = 0; i < host.length(); i++) {
      char c = host.charAt(i);
      if (c <= ' ' || c >= 0x7f || "\"/<>?@\\^`{|}#".indexOf(c) >= 0) {
        return false;
      }
    }
    return true;
  }
}

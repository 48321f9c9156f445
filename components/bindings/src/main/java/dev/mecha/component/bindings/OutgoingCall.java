package dev.mecha.component.bindings;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mecha.spi.ComponentException;
import dev.mecha.spi.binding.BindingRequest;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Makes an HTTP request of what an application asks for. */
final class OutgoingCall {

  private static final String JSON = "application/json; charset=utf-8";
  private static final Set<String> WITH_BODY = Set.of("POST", "PUT", "PATCH");
  private static final List<String> TRACE = List.of("traceparent", "tracestate", "baggage");

  /** What is up to the connection. */
  private static final Set<String> NOT_SENT =
      Set.of(
          "host",
          "content-length",
          "connection",
          "expect",
          "upgrade",
          "transfer-encoding",
          "trailer");

  private OutgoingCall() {}

  static HttpRequest of(BindingRequest request, HttpSettings settings) {
    String verb =
        request.operation().equals("create")
            ? "POST"
            : request.operation().toUpperCase(Locale.ROOT);
    boolean body = WITH_BODY.contains(verb);
    try {
      HttpRequest.Builder call =
          HttpRequest.newBuilder(URI.create(url(settings.url(), request.metadata())))
              .method(
                  verb,
                  body ? BodyPublishers.ofByteArray(request.data()) : BodyPublishers.noBody());
      headers(request.metadata(), settings, body)
          .forEach(
              (name, value) -> {
                if (!NOT_SENT.contains(name.toLowerCase(Locale.ROOT))) {
                  call.header(name, value);
                }
              });
      return call.build();
    } catch (IllegalArgumentException e) {
      throw new ComponentException(String.valueOf(e.getMessage()), e);
    }
  }

  private static String url(String base, Map<String, String> metadata) {
    String path = metadata.getOrDefault("path", "");
    return legal(
        path.isEmpty() ? base : base.replaceFirst("/+$", "") + "/" + path.replaceFirst("^/+", ""));
  }

  /** Writes blanks and the like as percent signs; what is written so already stays. */
  private static String legal(String url) {
    var out = new StringBuilder(url.length());
    for (byte b : url.getBytes(UTF_8)) {
      char c = (char) (b & 0xff);
      boolean plain = c > ' ' && c < 0x7f && "\"<>\\^`{|}".indexOf(c) < 0;
      out.append(plain ? String.valueOf(c) : "%%%02X".formatted(b & 0xff));
    }
    return out.toString();
  }

  private static Map<String, String> headers(
      Map<String, String> metadata, HttpSettings settings, boolean body) {
    var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    if (body) {
      headers.put("Content-Type", JSON);
    }
    headers.put("Accept", JSON);
    if (!settings.securityToken().isEmpty() && !settings.securityTokenHeader().isEmpty()) {
      headers.put(settings.securityTokenHeader(), settings.securityToken());
    }
    metadata.forEach(
        (name, value) -> {
          if (!name.isEmpty() && name.charAt(0) >= 'A' && name.charAt(0) <= 'Z') {
            headers.put(name, value);
          }
        });
    for (String name : TRACE) {
      String value = metadata.getOrDefault(name, "");
      if (!value.isEmpty()) {
        headers.put(name, value);
      }
    }
    return headers;
  }
}

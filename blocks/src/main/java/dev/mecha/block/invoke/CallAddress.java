package dev.mecha.block.invoke;

import dev.mecha.kernel.pipeline.HttpExchange;
import dev.mecha.kernel.text.UrlText;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Who is called, and what: in the three forms that an HTTP caller may choose from.
 *
 * @param target an application's id, maybe with a namespace behind a dot; the name of an
 *     HTTPEndpoint; or a URL
 * @param method what is called there: a decoded, cleaned path
 */
record CallAddress(String target, String method) {

  /** The header that makes any path a call. */
  static final String APP_ID_HEADER = "dapr-app-id";

  private static final String PREFIX = "/v1.0/invoke/";
  private static final String METHOD = "/method/";

  /** Reads it from a request; null if there is none in it. */
  static @Nullable CallAddress of(HttpExchange exchange) {
    String path = UrlText.decodePath(exchange.path());
    String header = exchange.requestHeader(APP_ID_HEADER);
    if (header != null && !header.isEmpty()) {
      return new CallAddress(header, rootless(path));
    }
    String user = basicUser(exchange.requestHeader("Authorization"));
    if (user != null) {
      return new CallAddress(user, rootless(path));
    }
    return ofPath(path);
  }

  private static String rootless(String path) {
    return MethodPath.clean(path.substring(path.startsWith("/") ? 1 : 0));
  }

  /** Clients that can set neither path nor header may send {@code dapr-app-id:<id>} as user. */
  private static @Nullable String basicUser(@Nullable String authorization) {
    if (authorization == null || !authorization.startsWith("Basic ")) {
      return null;
    }
    try {
      byte[] decoded = Base64.getDecoder().decode(authorization.substring("Basic ".length()));
      String[] pair = new String(decoded, StandardCharsets.UTF_8).split(":", -1);
      return pair.length == 2 && pair[0].equalsIgnoreCase(APP_ID_HEADER) ? pair[1] : null;
    } catch (IllegalArgumentException notBase64) {
      return null;
    }
  }

  /** Not by segments: a URL as the target has slashes of its own. */
  private static @Nullable CallAddress ofPath(String path) {
    String rest = afterPrefix(path);
    int method = rest == null ? -1 : rest.indexOf(METHOD);
    if (rest == null || method <= 0) {
      return null;
    }
    return new CallAddress(
        UrlText.decodePath(rest.substring(0, method)),
        MethodPath.clean(rest.substring(method + METHOD.length())));
  }

  /** More slashes than needed count as one, up to where the target begins. */
  private static @Nullable String afterPrefix(String path) {
    if (path.startsWith(PREFIX)) {
      return path.substring(afterSlashes(path, PREFIX.length()));
    }
    int at = afterSlashes(path, 0);
    for (String segment : new String[] {"v1.0", "invoke"}) {
      if (!path.startsWith(segment + "/", at)) {
        return null;
      }
      at = afterSlashes(path, at + segment.length());
    }
    return path.substring(at);
  }

  private static int afterSlashes(String path, int from) {
    int at = from;
    while (at < path.length() && path.charAt(at) == '/') {
      at++;
    }
    return at;
  }
}

package dev.mecha.transport.app;

import dev.mecha.kernel.channel.UnreachableException;
import io.grpc.Status;
import java.net.URI;
import java.net.URISyntaxException;

/**
 * Whom a request is sent to.
 *
 * @param tls whether over TLS
 * @param host a name or an address; IPv6 without brackets
 * @param port the port
 * @param prefix the beginning of the path, without a slash at the end; may be empty
 */
record Target(boolean tls, String host, int port, String prefix) {

  /**
   * Reads a base URL.
   *
   * @throws UnreachableException if it is none
   */
  static Target of(String baseUrl) {
    try {
      var uri = new URI(baseUrl);
      boolean tls = "https".equalsIgnoreCase(uri.getScheme());
      if (uri.getHost() == null || (!tls && !"http".equalsIgnoreCase(uri.getScheme()))) {
        throw new URISyntaxException(baseUrl, "expected: http://host or https://host");
      }
      int port = uri.getPort() >= 0 ? uri.getPort() : tls ? 443 : 80;
      return new Target(tls, bare(uri.getHost()), port, prefix(uri.getRawPath()));
    } catch (URISyntaxException e) {
      throw new UnreachableException(
          Status.Code.INVALID_ARGUMENT, "base URL: " + e.getReason() + ": " + baseUrl, e);
    }
  }

  /** The same server without the beginning of a path. */
  Target root() {
    return new Target(tls, host, port, "");
  }

  /** Takes the brackets off an IPv6 address. */
  static String bare(String host) {
    return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
  }

  private static String prefix(String path) {
    return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }

  /** Host and port as they stand in a URL. */
  String authority() {
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
  }

  /** What is said about it in an error: no query, which may hold secrets. */
  String url(String path) {
    return (tls ? "https://" : "http://") + authority() + path;
  }
}

package dev.mecha.kernel.channel;

import java.util.Locale;
import java.util.Set;

/**
 * The names of headers where HTTP and gRPC meet. Names that have a meaning of their own on the
 * other side go on with the prefix {@code dapr-}, so that they are told apart from its own.
 */
public final class GrpcHeaders {

  private static final String PREFIX = "dapr-";
  private static final String BINARY = "-bin";

  /** Well-known ones of HTTP requests, as far as the peer renames them. */
  private static final Set<String> OF_HTTP =
      Set.of(
          "accept",
          "accept-charset",
          "accept-language",
          "accept-ranges",
          "connection",
          "keep-alive",
          "proxy-connection",
          "transfer-encoding",
          "upgrade",
          "cache-control",
          "content-type",
          "content-length",
          "cookie",
          "date",
          "expect",
          "from",
          "host",
          "if-match",
          "if-modified-since",
          "if-none-match",
          "if-schedule-tag-match",
          "if-unmodified-since",
          "max-forwards",
          "origin",
          "pragma",
          "referer",
          "via",
          "warning");

  private static final Set<String> OF_HTTP2 = Set.of(":method", ":scheme", ":path", ":authority");

  private GrpcHeaders() {}

  /**
   * @param name of gRPC metadata
   * @return whether its values are text; the others do not go on to HTTP
   */
  public static boolean isText(String name) {
    return !name.toLowerCase(Locale.ROOT).endsWith(BINARY);
  }

  /**
   * @param name of gRPC metadata
   * @return its name as an HTTP header
   */
  public static String toHttp(String name) {
    if (OF_HTTP2.contains(name)) {
      return PREFIX + name.substring(1);
    }
    return name.startsWith("grpc-") ? PREFIX + name : name;
  }

  /**
   * @param name of an HTTP header
   * @return its name as gRPC metadata, in lower case
   */
  public static String toGrpc(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return OF_HTTP.contains(lower) ? PREFIX + lower : lower;
  }
}

package dev.mecha.kernel.channel;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * The headers that concern one connection and are never passed on (RFC 9110, 7.6.1): the well-known
 * ones, and those that {@code Connection} names.
 */
public final class HopByHop {

  private static final Set<String> NAMES =
      Set.of(
          "connection",
          "keep-alive",
          "proxy-connection",
          "transfer-encoding",
          "upgrade",
          "http2-settings",
          "te",
          "trailer",
          "proxy-authorization",
          "proxy-authenticate");

  private HopByHop() {}

  /**
   * Removes them.
   *
   * @param headers of a message that was received
   * @return the same object
   */
  public static Headers strip(Headers headers) {
    var named = new HashSet<String>();
    for (String value : headers.all("Connection")) {
      for (String name : value.split(",", -1)) {
        named.add(name.strip().toLowerCase(Locale.ROOT));
      }
    }
    return headers.removeIf(
        name -> {
          String lower = name.toLowerCase(Locale.ROOT);
          return NAMES.contains(lower) || named.contains(lower);
        });
  }
}

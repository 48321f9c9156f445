package dev.mecha.block.invoke;

import dev.mecha.kernel.channel.Headers;

/**
 * Tells the callee whom a call came through: {@code X-Forwarded-For}, {@code X-Forwarded-Host} and
 * {@code Forwarded} (RFC 7239).
 */
public final class ForwardedHeaders {

  private final String address;
  private final String host;
  private final String forwarded;

  /**
   * @param address of this machine, without brackets; may be empty
   * @param host the name of this machine; may be empty
   */
  public ForwardedHeaders(String address, String host) {
    this.address = address;
    this.host = host;
    this.forwarded = forwarded(address, host);
  }

  private static String forwarded(String address, String host) {
    var text = new StringBuilder();
    if (!address.isEmpty()) {
      String quoted = address.contains(":") ? "\"[" + address + "]\"" : address;
      text.append("for=").append(quoted).append(";by=").append(quoted);
    }
    if (!host.isEmpty()) {
      text.append(text.isEmpty() ? "" : ";").append("host=").append(host);
    }
    return text.toString();
  }

  void addTo(Headers headers) {
    if (!address.isEmpty()) {
      headers.add("X-Forwarded-For", address);
    }
    if (!host.isEmpty()) {
      headers.add("X-Forwarded-Host", host);
    }
    headers.add("Forwarded", forwarded);
  }
}

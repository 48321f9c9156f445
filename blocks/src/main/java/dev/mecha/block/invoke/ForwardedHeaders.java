package dev.mecha.block.invoke;

import dev.mecha.kernel.channel.Headers;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells the callee whom a call came through: {@code X-Forwarded-For}, {@code X-Forwarded-Host} and
 * {@code Forwarded} (RFC 7239).
 */
public final class ForwardedHeaders {

  private final Supplier<String> address;
  private final String host;
  private volatile @Nullable Known known;

  /** The values, once a call has needed them: finding an address takes its time. */
  private record Known(String address, String forwarded) {}

  /**
   * @param address finds the address of this machine, without brackets; may be empty
   * @param host the name of this machine; may be empty
   */
  public ForwardedHeaders(Supplier<String> address, String host) {
    this.address = address;
    this.host = host;
  }

  private Known known() {
    Known values = known;
    if (values == null) {
      String found = address.get();
      values = new Known(found, forwarded(found, host));
      known = values;
    }
    return values;
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
    Known values = known();
    if (!values.address.isEmpty()) {
      headers.add("X-Forwarded-For", values.address);
    }
    if (!host.isEmpty()) {
      headers.add("X-Forwarded-Host", host);
    }
    headers.add("Forwarded", values.forwarded);
  }
}

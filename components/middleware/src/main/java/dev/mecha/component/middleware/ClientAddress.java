package dev.mecha.component.middleware;

import dev.mecha.spi.middleware.HttpRequest;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Who has sent a request, as far as it can be told. */
final class ClientAddress {

  /** A client that has a network of its own counts as one. */
  private static final int NETWORK_BYTES = 8;

  private ClientAddress() {}

  /** Returns the address of the connection, else what proxies tell; empty if nobody does. */
  static String of(HttpRequest request) {
    String remote = withoutPort(request.remoteAddress());
    if (remote.isEmpty()) {
      remote = last(request.headers().first("X-Forwarded-For"));
    }
    if (remote.isEmpty()) {
      remote = last(request.headers().first("X-Real-IP"));
    }
    return canonical(remote);
  }

  private static String withoutPort(String address) {
    int colon = address.lastIndexOf(':');
    String host = colon < 0 ? address : address.substring(0, colon);
    return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
  }

  private static String last(@Nullable String list) {
    return list == null ? "" : list.substring(list.lastIndexOf(',') + 1).strip();
  }

  /** Of an IPv6 address the network only, which is what one client has. */
  private static String canonical(String address) {
    if (address.indexOf(':') < 0) {
      return address;
    }
    try {
      InetAddress parsed = InetAddress.ofLiteral(address);
      if (!(parsed instanceof Inet6Address)) {
        return parsed.getHostAddress();
      }
      byte[] network = Arrays.copyOf(Arrays.copyOf(parsed.getAddress(), NETWORK_BYTES), 16);
      return InetAddress.getByAddress(network).getHostAddress();
    } catch (IllegalArgumentException | UnknownHostException e) {
      return address;
    }
  }
}

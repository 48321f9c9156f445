package dev.mecha.transport.listen;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;

/**
 * What a server has been bound to.
 *
 * @param addresses at least one; {@link InetSocketAddress}es, or the one address of a Unix domain
 *     socket
 */
public record Bound(List<SocketAddress> addresses) {

  /**
   * Returns the port that clients connect to.
   *
   * @return the TCP port of the first address, or 0 for a Unix domain socket
   */
  public int port() {
    return addresses.getFirst() instanceof InetSocketAddress tcp ? tcp.getPort() : 0;
  }
}

package dev.mecha.transport.listen;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Where a server listens. */
public sealed interface ListenOn {

  /**
   * Has a server listen here.
   *
   * @param binder how
   * @param bind called once for each address, and again while the port is in use
   * @return what has been bound
   * @throws IOException if nothing could be bound
   * @throws InterruptedException if the caller was interrupted
   */
  Bound bind(Binder binder, Binder.Bind bind) throws IOException, InterruptedException;

  /**
   * On TCP. An address that cannot be bound, such as {@code [::1]} on a machine without IPv6, is
   * left out as long as another one can.
   *
   * @param hosts the addresses, IPv6 ones in brackets or not; an empty string means all interfaces;
   *     at least one
   * @param port the port, the same for all; 0 for a free one
   * @param patience how long a port in use is tried again, which covers a predecessor that is just
   *     going away
   */
  record Tcp(List<String> hosts, int port, Duration patience) implements ListenOn {

    /** Checks the hosts and the port. */
    public Tcp {
      hosts = List.copyOf(hosts);
      if (hosts.isEmpty()) {
        throw new IllegalArgumentException("hosts: none (expected: at least one)");
      }
      if (port < 0 || port > 65535) {
        throw new IllegalArgumentException("port: " + port + " (expected: 0 to 65535)");
      }
    }

    @Override
    public Bound bind(Binder binder, Binder.Bind bind) throws IOException, InterruptedException {
      return binder.bindTcp(this, bind);
    }
  }

  /**
   * On a Unix domain socket. A socket left behind by a process that is gone is replaced.
   *
   * @param path where the socket is made; deleted when the server closes
   */
  record Unix(Path path) implements ListenOn {

    @Override
    public Bound bind(Binder binder, Binder.Bind bind) throws IOException, InterruptedException {
      return binder.bindUnix(this, bind);
    }
  }

  /**
   * On TCP, with ten seconds of patience for a port in use.
   *
   * @param hosts the addresses; an empty string means all interfaces
   * @param port the port; 0 for a free one
   * @return where to listen
   */
  static ListenOn tcp(List<String> hosts, int port) {
    return new Tcp(hosts, port, Duration.ofSeconds(10));
  }

  /**
   * On a Unix domain socket.
   *
   * @param path where the socket is made
   * @return where to listen
   */
  static ListenOn unix(Path path) {
    return new Unix(path);
  }
}

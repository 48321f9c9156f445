package dev.mecha.transport.listen;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.event.Level;

/**
 * Binds a server to all addresses that it can get, and says so in the log.
 *
 * @param kind what the log calls the server, such as {@code HTTP}
 * @param log where it is told
 * @param failureLevel how loudly an address is mourned that could not be bound
 */
public record Binder(String kind, Logger log, Level failureLevel) {

  private static final Duration PAUSE = Duration.ofMillis(100);

  /** Binds one listener. */
  @FunctionalInterface
  public interface Bind {
    /**
     * Starts to listen.
     *
     * @param address where
     * @return where it listens now: the address with the real port
     * @throws IOException if that is not possible; {@link BindException} if something else listens
     *     there
     * @throws InterruptedException if the caller was interrupted
     */
    SocketAddress bind(SocketAddress address) throws IOException, InterruptedException;
  }

  /**
   * Binds all addresses.
   *
   * @param where the addresses
   * @param bind called once for each address, and again while the port is in use
   * @return what has been bound
   * @throws IOException if nothing could be bound
   * @throws InterruptedException if the caller was interrupted
   */
  public Bound bind(ListenOn where, Bind bind) throws IOException, InterruptedException {
    return where.bind(this, bind);
  }

  Bound bindUnix(ListenOn.Unix unix, Bind bind) throws IOException, InterruptedException {
    StaleSocket.remove(unix.path());
    SocketAddress address = bind.bind(UnixDomainSocketAddress.of(unix.path()));
    log.info("{} server listening on UNIX socket: {}", kind, unix.path());
    return new Bound(List.of(address));
  }

  Bound bindTcp(ListenOn.Tcp tcp, Bind bind) throws IOException, InterruptedException {
    var bound = new ArrayList<SocketAddress>();
    var failures = new ArrayList<IOException>();
    int port = tcp.port();
    for (String host : tcp.hosts()) {
      try {
        SocketAddress address = bindPatiently(address(host, port), tcp.patience(), bind);
        if (port == 0 && address instanceof InetSocketAddress chosen) {
          port = chosen.getPort();
        }
        log.info("{} server listening on TCP address: {}:{}", kind, host, port);
        bound.add(address);
      } catch (IOException e) {
        log.atLevel(failureLevel)
            .log(
                "Failed to listen for {} server on TCP address {}:{} with error: {}",
                kind,
                host,
                port,
                e.getMessage());
        failures.add(e);
      }
    }
    if (bound.isEmpty()) {
      var failure = new IOException("could not listen on any endpoint");
      failures.forEach(failure::addSuppressed);
      throw failure;
    }
    return new Bound(List.copyOf(bound));
  }

  private static InetSocketAddress address(String host, int port) throws IOException {
    return host.isEmpty()
        ? new InetSocketAddress(port)
        : new InetSocketAddress(InetAddress.getByName(host), port);
  }

  private SocketAddress bindPatiently(InetSocketAddress address, Duration patience, Bind bind)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      try {
        return bind.bind(address);
      } catch (BindException e) {
        if (!inUse(e) || System.nanoTime() - deadline >= 0) {
          throw e;
        }
        // Nobody tells when a port becomes free: there is nothing to wait for but time.
        new CountDownLatch(1).await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
      }
    }
  }

  /**
   * An address that the machine does not have will not appear: only a port in use is worth waiting
   * for.
   */
  private static boolean inUse(BindException e) {
    String message = e.getMessage();
    return message != null && message.contains("in use");
  }
}

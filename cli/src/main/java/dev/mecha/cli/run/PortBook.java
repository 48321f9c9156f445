package dev.mecha.cli.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntSupplier;

/**
 * The ports of applications that are started together. One that somebody names is kept for whoever
 * named it; all others get free ones, each another.
 */
final class PortBook {

  private static final List<String> FLAGS =
      List.of(
          "app-port",
          "dapr-http-port",
          "dapr-grpc-port",
          "dapr-internal-grpc-port",
          "metrics-port",
          "profile-port");

  private final IntSupplier free;
  private final Set<Integer> kept = new HashSet<>();
  private final Set<Integer> given = new HashSet<>();

  PortBook() {
    this(PortBook::free);
  }

  /**
   * @param free finds ports that nobody listens on
   */
  PortBook(IntSupplier free) {
    this.free = free;
  }

  /**
   * @param flags what an application is started with: the ports that it names are given to nobody
   *     who asks for any
   */
  void keep(RunFlags.Values flags) {
    FLAGS.forEach(flag -> kept.add(flags.number(flag)));
  }

  /**
   * @param port that is named
   * @return whether nobody has it yet
   */
  boolean claim(int port) {
    return given.add(port);
  }

  /**
   * @return a free port that nobody has or names
   */
  int any() {
    int port;
    do {
      port = free.getAsInt();
    } while (kept.contains(port) || !given.add(port));
    return port;
  }

  private static int free() {
    try (var loopback = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return loopback.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException("no free port", e);
    }
  }
}

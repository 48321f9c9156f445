package dev.mecha.cli.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;

/**
 * The ports of one sidecar, chosen before it starts: the application is told them in its
 * environment, and may have to be started first.
 *
 * @param http of the HTTP API
 * @param grpc of the gRPC API
 * @param internal of the API for other sidecars
 * @param metrics of the metrics
 * @param profile of the profiles; 0 for none
 */
record Ports(int http, int grpc, int internal, int metrics, int profile) {

  /**
   * @param flags what the user asked for: 0 and less stand for a free port
   * @return the ports, all different
   * @throws RunException if one that the user asked for is taken
   */
  static Ports choose(RunFlags.Values flags) {
    return choose(flags, new HashSet<>());
  }

  /**
   * @param flags what the user asked for: 0 and less stand for a free port
   * @param chosen ports that others will take; these are added
   * @return the ports, all different
   * @throws RunException if one that the user asked for is taken
   */
  static Ports choose(RunFlags.Values flags, Set<Integer> chosen) {
    // With sockets in place of ports, the numbers stand for nothing: any free ones will do.
    boolean sockets = !flags.text("unix-domain-socket").isEmpty();
    return new Ports(
        one("HTTPPort", sockets ? 0 : flags.number("dapr-http-port"), chosen),
        one("GRPCPort", sockets ? 0 : flags.number("dapr-grpc-port"), chosen),
        one("InternalGRPCPort", flags.number("dapr-internal-grpc-port"), chosen),
        one("MetricsPort", flags.number("metrics-port"), chosen),
        flags.flag("enable-profiling")
            ? one("ProfilePort", flags.number("profile-port"), chosen)
            : 0);
  }

  private static int one(String name, int wanted, Set<Integer> chosen) {
    if (wanted > 65535 || (wanted > 0 && (!chosen.add(wanted) || !isFree(wanted)))) {
      throw new RunException(
          "invalid configuration for " + name + ". Port " + wanted + " is not available");
    }
    if (wanted > 0) {
      return wanted;
    }
    int port;
    do {
      port = free();
    } while (!chosen.add(port));
    return port;
  }

  private static boolean isFree(int port) {
    try (var any = new ServerSocket()) {
      any.setReuseAddress(true);
      any.bind(new InetSocketAddress(port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static int free() {
    try (var loopback = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return loopback.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException("no free port", e);
    }
  }
}

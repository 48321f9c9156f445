package dev.mecha.cli.run;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

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
   * @param book ports of those that are started together, which has those that are named
   * @return the ports, all different
   * @throws RunException if one that the user asked for is taken
   */
  static Ports choose(RunFlags.Values flags, PortBook book) {
    // With sockets in place of ports, the numbers stand for nothing: any free ones will do.
    boolean sockets = !flags.text("unix-domain-socket").isEmpty();
    return new Ports(
        one("HTTPPort", sockets ? 0 : flags.number("dapr-http-port"), book),
        one("GRPCPort", sockets ? 0 : flags.number("dapr-grpc-port"), book),
        one("InternalGRPCPort", flags.number("dapr-internal-grpc-port"), book),
        one("MetricsPort", flags.number("metrics-port"), book),
        flags.flag("enable-profiling")
            ? one("ProfilePort", flags.number("profile-port"), book)
            : 0);
  }

  private static int one(String name, int wanted, PortBook book) {
    if (wanted > 65535 || (wanted > 0 && (!book.claim(wanted) || !isFree(wanted)))) {
      throw new RunException(
          "invalid configuration for " + name + ". Port " + wanted + " is not available");
    }
    return wanted > 0 ? wanted : book.any();
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
}

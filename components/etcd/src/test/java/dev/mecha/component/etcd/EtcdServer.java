package dev.mecha.component.etcd;

import dev.mecha.tck.server.Certificates;
import dev.mecha.tck.server.RealServers;
import dev.mecha.tck.server.ServerProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A real server of its own. */
final class EtcdServer implements AutoCloseable {

  private final int port = RealServers.freePort();
  private final ServerProcess process;

  private EtcdServer(Path folder, String scheme, List<String> more) {
    String client = scheme + "://127.0.0.1:" + port;
    String peer = "http://127.0.0.1:" + RealServers.freePort();
    var command =
        new ArrayList<>(
            List.of(
                RealServers.require("etcd").toString(),
                "--data-dir=" + folder.resolve("data"),
                "--listen-client-urls=" + client,
                "--advertise-client-urls=" + client,
                "--listen-peer-urls=" + peer,
                "--initial-advertise-peer-urls=" + peer,
                "--initial-cluster=default=" + peer));
    command.addAll(more);
    process = ServerProcess.start(folder, command).awaitPort(port, Duration.ofSeconds(20));
  }

  /**
   * @param folder for its files
   * @return a server
   */
  static EtcdServer start(Path folder) {
    return new EtcdServer(folder, "http", List.of());
  }

  /**
   * @param folder for its files
   * @param certificates with {@code server.crt}
   * @return a server that speaks TLS with whom this authority knows
   */
  static EtcdServer startTls(Path folder, Certificates certificates) {
    return new EtcdServer(
        folder,
        "https",
        List.of(
            "--cert-file=" + certificates.file("server.crt"),
            "--key-file=" + certificates.file("server.key"),
            "--trusted-ca-file=" + certificates.file("ca.crt"),
            "--client-cert-auth"));
  }

  /**
   * @return host and port
   */
  String address() {
    return "127.0.0.1:" + port;
  }

  ServerProcess process() {
    return process;
  }

  @Override
  public void close() {
    process.close();
  }
}

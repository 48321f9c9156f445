package dev.mecha.component.hazelcast;

import dev.mecha.tck.server.RealServers;
import dev.mecha.tck.server.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A member of a cluster of its own, in a JVM of its own. It asks nobody outside. */
final class HazelcastServer implements AutoCloseable {

  private final Path folder;
  private final int port = RealServers.freePort();
  private ServerProcess process;

  HazelcastServer(Path folder) throws IOException {
    this.folder = folder;
    Files.writeString(
        Files.createDirectories(folder).resolve("member.yaml"),
        """
        hazelcast:
          cluster-name: dev
          properties:
            hazelcast.phone.home.enabled: false
            hazelcast.socket.bind.any: false
            hazelcast.partition.count: 13
          network:
            public-address: 127.0.0.1
            port:
              port: %d
              auto-increment: false
            interfaces:
              enabled: true
              interfaces: [127.0.0.1]
            join:
              auto-detection:
                enabled: false
              multicast:
                enabled: false
        """
            .formatted(port));
    process = run();
  }

  private ServerProcess run() {
    return ServerProcess.start(
            folder,
            ServerProcess.java(
                System.getProperty("java.class.path"),
                "-Dhazelcast.config=" + folder.resolve("member.yaml"),
                "-Djava.net.preferIPv4Stack=true",
                "com.hazelcast.core.server.HazelcastMemberStarter"))
        .awaitPort(port, Duration.ofSeconds(60));
  }

  /** Ends it as a power cut would, and starts it again: it has forgotten everything. */
  void restart() {
    process.kill();
    process = run();
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
    process.kill();
  }
}

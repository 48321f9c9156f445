package dev.mecha.component.zookeeper;

import dev.mecha.tck.server.RealServers;
import dev.mecha.tck.server.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A real server in a JVM of its own. It takes values of four megabytes, and leaves it to the system
 * when to write to disk.
 */
final class ZooKeeperServer implements AutoCloseable {

  private final Path folder;
  private final int port = RealServers.freePort();
  private ServerProcess process;

  ZooKeeperServer(Path folder) throws IOException {
    this.folder = folder;
    Files.writeString(
        Files.createDirectories(folder).resolve("zoo.cfg"),
        """
        dataDir=%s
        clientPort=%d
        clientPortAddress=127.0.0.1
        tickTime=500
        admin.enableServer=false
        """
            .formatted(folder.resolve("data"), port));
    process = run();
  }

  private ServerProcess run() {
    return ServerProcess.start(
            folder,
            ServerProcess.java(
                System.getProperty("java.class.path"),
                "-Djute.maxbuffer=4194304",
                "-Dzookeeper.forceSync=no",
                "org.apache.zookeeper.server.ZooKeeperServerMain",
                folder.resolve("zoo.cfg").toString()))
        .awaitPort(port, Duration.ofSeconds(60));
  }

  /** Ends it as a power cut would. */
  void kill() {
    process.kill();
  }

  /** Starts it again with the same data. */
  void restart() {
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

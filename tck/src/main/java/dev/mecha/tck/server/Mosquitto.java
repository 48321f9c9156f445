package dev.mecha.tck.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A real MQTT broker on a free port. It writes its data down when it ends: it gets the time to. */
public final class Mosquitto implements AutoCloseable {

  private final Path folder;
  private final int port = RealServers.freePort();
  private ServerProcess process;

  private Mosquitto(Path folder, String more) throws IOException {
    this.folder = folder;
    Files.writeString(
        folder.resolve("mosquitto.conf"),
        """
        listener %d 127.0.0.1
        allow_anonymous true
        persistence true
        persistence_location %s/
        max_queued_messages 100000
        user root
        %s
        """
            .formatted(port, folder, more));
    process = run();
  }

  /**
   * @param folder where it keeps its files
   * @return a broker that takes connections
   * @throws IOException if its configuration cannot be written
   */
  public static Mosquitto start(Path folder) throws IOException {
    return new Mosquitto(folder, "");
  }

  /**
   * @param folder where it keeps its files
   * @param certificates that sign {@code server.crt}, and those of clients
   * @return a broker that takes encrypted connections, from clients with a certificate
   * @throws IOException if its configuration cannot be written
   */
  public static Mosquitto startTls(Path folder, Certificates certificates) throws IOException {
    return new Mosquitto(
        folder,
        """
        cafile %s
        certfile %s
        keyfile %s
        require_certificate true
        """
            .formatted(
                certificates.file("ca.crt"),
                certificates.file("server.crt"),
                certificates.file("server.key")));
  }

  private ServerProcess run() {
    String program = RealServers.require("mosquitto", Path.of("/usr/sbin")).toString();
    return ServerProcess.start(
            folder, List.of(program, "-c", folder.resolve("mosquitto.conf").toString()))
        .awaitPort(port, Duration.ofSeconds(20));
  }

  /**
   * @return where it listens, on the loopback interface
   */
  public int port() {
    return port;
  }

  /** Starts it again with the same data. */
  public void restart() {
    process = run();
  }

  @Override
  public void close() {
    process.close();
  }
}

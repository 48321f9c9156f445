package dev.mecha.component.memcached;

import dev.mecha.tck.server.RealServers;
import dev.mecha.tck.server.ServerProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A real server that takes values of two megabytes. */
final class MemcachedServer implements AutoCloseable {

  private final Path folder;
  private final int port = RealServers.freePort();
  private ServerProcess process;

  MemcachedServer(Path folder) {
    this.folder = folder;
    this.process = run();
  }

  private ServerProcess run() {
    String program = RealServers.require("memcached").toString();
    return ServerProcess.start(
            folder, List.of(program, "-l", "127.0.0.1", "-p", "" + port, "-u", "root", "-I", "2m"))
        .awaitPort(port, Duration.ofSeconds(20));
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

  /**
   * Speaks to the server as another client does.
   *
   * @param command without the end of its line
   * @return the first line of the answer
   */
  String tell(String command) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port);
        var in =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
      socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.UTF_8));
      return String.valueOf(in.readLine());
    }
  }

  @Override
  public void close() {
    process.close();
  }
}

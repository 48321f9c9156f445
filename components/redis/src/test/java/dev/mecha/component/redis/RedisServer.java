package dev.mecha.component.redis;

import dev.mecha.tck.server.RealServers;
import dev.mecha.tck.server.ServerProcess;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A real server on a free port, in a folder of its own, without persistence unless asked for. */
final class RedisServer implements AutoCloseable {

  private static final Duration START = Duration.ofSeconds(10);

  private final Path folder;
  private final int port;
  private final List<String> command;
  private ServerProcess process;

  private RedisServer(Path folder, int port, List<String> command) {
    this.folder = folder;
    this.port = port;
    this.command = new ArrayList<>(command);
    this.process = start();
  }

  /**
   * @param folder where it keeps its files
   * @param options as on the command line: {@code "--appendonly", "yes"}
   * @return a server that takes connections
   */
  static RedisServer start(Path folder, String... options) {
    int port = RealServers.freePort();
    List<String> command = new ArrayList<>();
    command.add(RealServers.require("redis-server").toString());
    command.addAll(List.of("--bind", "127.0.0.1", "--save", "", "--dir", folder.toString()));
    boolean tls = Arrays.asList(options).contains("--tls-cert-file");
    command.addAll(List.of("--port", tls ? "0" : String.valueOf(port)));
    if (tls) {
      command.addAll(List.of("--tls-port", String.valueOf(port)));
    }
    command.addAll(List.of(options));
    return new RedisServer(folder, port, command);
  }

  /**
   * @param folder where the file is
   * @param port that the file names
   * @param file the configuration, which the Sentinel will change
   * @return a Sentinel that takes connections
   */
  static RedisServer sentinel(Path folder, int port, Path file) {
    String program = RealServers.require("redis-server").toString();
    return new RedisServer(folder, port, List.of(program, file.toString(), "--sentinel"));
  }

  private ServerProcess start() {
    return ServerProcess.start(folder, command).awaitPort(port, START);
  }

  String address() {
    return "127.0.0.1:" + port;
  }

  int port() {
    return port;
  }

  String log() {
    return process.log();
  }

  void kill() {
    process.kill();
  }

  /**
   * Starts it again on the same port and files, after {@link #kill} or {@link #close}.
   *
   * @param more options
   */
  void restart(String... more) {
    command.addAll(List.of(more));
    process = start();
  }

  /** Stops all of it from running without ending it: connections stay and nobody answers. */
  void freeze() {
    signal("-STOP");
  }

  void thaw() {
    signal("-CONT");
  }

  private void signal(String name) {
    try {
      new ProcessBuilder("kill", name, String.valueOf(process.pid())).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Asks the server over a connection of its own.
   *
   * @param words a command
   * @return the raw answer, at most 64 KiB of it
   */
  String ask(String... words) {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(5000);
      var request = new StringBuilder("*" + words.length + "\r\n");
      for (String word : words) {
        int length = word.getBytes(StandardCharsets.UTF_8).length;
        request.append('$').append(length).append("\r\n").append(word).append("\r\n");
      }
      socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.UTF_8));
      InputStream in = socket.getInputStream();
      byte[] answer = new byte[1 << 16];
      int read = in.read(answer);
      return new String(answer, 0, Math.max(read, 0), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    thaw();
    process.close();
  }
}

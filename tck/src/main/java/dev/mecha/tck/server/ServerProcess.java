package dev.mecha.tck.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * A server process with a folder of its own. It ends with the test, at the latest with the JVM, and
 * is only ever addressed by its process id. Its output is in the file {@code server.log} of its
 * folder.
 */
public final class ServerProcess implements AutoCloseable {

  private static final Duration GRACE = Duration.ofSeconds(5);

  private final Process process;
  private final Path log;
  private final Thread onExit;

  private ServerProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
    this.onExit = new Thread(process::destroyForcibly, "stop-" + process.pid());
    Runtime.getRuntime().addShutdownHook(onExit);
  }

  /**
   * Starts a process that stays in the foreground.
   *
   * @param folder its working directory; made if it does not exist
   * @param command the program and its arguments
   * @return the process, which may not serve yet
   */
  public static ServerProcess start(Path folder, List<String> command) {
    try {
      Files.createDirectories(folder);
      Path log = folder.resolve("server.log");
      var builder =
          new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
      builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
      return new ServerProcess(builder.start(), log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * How a server that is written in Java is started: small, and quick to start.
   *
   * @param classPath of the server
   * @param words options of the JVM, the main class and its arguments
   * @return the command
   */
  public static List<String> java(String classPath, String... words) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"));
    command.addAll(
        List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
    command.addAll(List.of("-cp", classPath));
    command.addAll(List.of(words));
    return command;
  }

  /**
   * Waits until the server takes connections.
   *
   * @param port on the loopback interface
   * @param atMost how long to wait
   * @return this
   * @throws IllegalStateException if the process ended instead
   */
  public ServerProcess awaitPort(int port, Duration atMost) {
    Awaitility.await()
        .atMost(atMost)
        .pollInterval(Duration.ofMillis(10))
        .failFast(this::checkAlive)
        .until(() -> accepts(port));
    return this;
  }

  private void checkAlive() {
    if (!process.isAlive()) {
      throw new IllegalStateException("exit code " + process.exitValue() + ": " + log());
    }
  }

  private static boolean accepts(int port) {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * @return the process id
   */
  public long pid() {
    return process.pid();
  }

  /**
   * @return whether the process runs
   */
  public boolean isAlive() {
    return process.isAlive();
  }

  /**
   * @return what the server wrote so far
   */
  public String log() {
    try {
      return Files.exists(log) ? Files.readString(log, StandardCharsets.ISO_8859_1) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Stops the process where it is: its connections stay open, and nobody answers.
   *
   * @throws IOException if the signal cannot be sent
   * @throws InterruptedException if the test is interrupted
   */
  public void freeze() throws IOException, InterruptedException {
    signal("STOP");
  }

  /**
   * Lets a frozen process go on.
   *
   * @throws IOException if the signal cannot be sent
   * @throws InterruptedException if the test is interrupted
   */
  public void thaw() throws IOException, InterruptedException {
    signal("CONT");
  }

  private void signal(String name) throws IOException, InterruptedException {
    int code = new ProcessBuilder("kill", "-" + name, "" + pid()).inheritIO().start().waitFor();
    if (code != 0) {
      throw new IllegalStateException("kill -" + name + " " + pid() + ": exit code " + code);
    }
  }

  /** Ends the process as a power cut would ({@code kill -9}) and waits for its end. */
  public void kill() {
    process.destroyForcibly();
    await(GRACE);
    forget();
  }

  /** Asks the process to end, and kills it if it does not. Idempotent. */
  @Override
  public void close() {
    process.destroy();
    if (!await(GRACE)) {
      kill();
    }
    forget();
  }

  private boolean await(Duration atMost) {
    try {
      return process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private void forget() {
    try {
      Runtime.getRuntime().removeShutdownHook(onExit);
    } catch (IllegalStateException e) {
      // The JVM is ending: the hook runs or has run.
    }
  }
}

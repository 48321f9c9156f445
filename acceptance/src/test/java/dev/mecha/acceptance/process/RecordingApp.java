package dev.mecha.acceptance.process;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An application in a process of its own, which can be killed. It writes down the events that come
 * before it answers: what it has answered is in its file, whatever becomes of it.
 */
public final class RecordingApp implements AutoCloseable {

  private final Path folder;
  private final Path record;
  private final int port = Ports.free();
  private Process process;

  private RecordingApp(Path folder) {
    this.folder = folder;
    this.record = folder.resolve("record.txt");
    this.process = launch();
  }

  /**
   * @param folder for its record and its output
   * @return an application that listens to the topic {@code orders} of {@code pubsub}
   */
  public static RecordingApp in(Path folder) {
    return new RecordingApp(folder);
  }

  private Process launch() {
    var command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xmx128m",
            "-Dsun.net.httpserver.nodelay=true",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "" + port,
            record.toString());
    try {
      Files.createDirectories(folder);
      Path output = folder.resolve("app.log");
      return new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * @return where it listens, in every life
   */
  public int port() {
    return port;
  }

  /**
   * @return the texts of the events that came, in order, all lives together
   */
  public List<String> received() {
    if (Files.notExists(record)) {
      return List.of();
    }
    try (Stream<String> lines = Files.lines(record)) {
      return lines.toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends it as {@code kill -9} does. */
  public void kill() {
    try {
      process.destroyForcibly().waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Starts it again after {@link #kill}. */
  public void restart() {
    process = launch();
  }

  @Override
  public void close() {
    kill();
  }

  /** The program: port and file are its arguments. */
  static final class Main {

    private static final String SUBSCRIPTION =
        "[{\"pubsubname\":\"pubsub\",\"topic\":\"orders\",\"route\":\"/orders\"}]";
    private static final Pattern EVENT = Pattern.compile("event-\\d+");

    private final FileChannel record;

    private Main(FileChannel record) {
      this.record = record;
    }

    public static void main(String[] arguments) throws IOException {
      var main =
          new Main(
              FileChannel.open(
                  Path.of(arguments[1]), StandardOpenOption.CREATE, StandardOpenOption.APPEND));
      var address =
          new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0]));
      HttpServer server = HttpServer.create(address, 1024);
      server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      server.createContext("/", main::handle);
      server.start();
    }

    private void handle(HttpExchange exchange) throws IOException {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      byte[] answer = new byte[0];
      if (exchange.getRequestURI().getPath().equals("/dapr/subscribe")) {
        answer = SUBSCRIPTION.getBytes(StandardCharsets.UTF_8);
      } else {
        Matcher event = EVENT.matcher(body);
        if (event.find()) {
          record.write(ByteBuffer.wrap((event.group() + "\n").getBytes(StandardCharsets.UTF_8)));
        }
      }
      try (exchange) {
        exchange.sendResponseHeaders(200, answer.length == 0 ? -1 : answer.length);
        exchange.getResponseBody().write(answer);
      }
    }
  }
}

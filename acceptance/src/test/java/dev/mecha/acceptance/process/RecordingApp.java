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
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An application in a process of its own, which can be killed. It writes down the events that come
 * before it answers: what it has answered is in its file, whatever becomes of it.
 */
public final class RecordingApp implements AutoCloseable {

  private final boolean bulk;
  private final Path folder;
  private final Path record;
  private final int port = Ports.free();
  private Process process;

  private RecordingApp(Path folder, boolean bulk) {
    this.bulk = bulk;
    this.folder = folder;
    this.record = folder.resolve("record.txt");
    this.process = launch();
  }

  /**
   * @param folder for its record and its output
   * @param bulk whether it wants many events at a time
   * @return an application that listens to the topic {@code orders} of {@code pubsub}
   */
  public static RecordingApp in(Path folder, boolean bulk) {
    return new RecordingApp(folder, bulk);
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
            record.toString(),
            "" + bulk);
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

  /** The program: port, file and whether in bulk are its arguments. */
  static final class Main {

    private static final Pattern EVENT = Pattern.compile("\"data\":\"(event-\\d+)\"");
    private static final Pattern ENTRY = Pattern.compile("\"entryId\":\"([^\"]+)\"");

    private final FileChannel record;
    private final String subscription;

    private Main(FileChannel record, String subscription) {
      this.record = record;
      this.subscription = subscription;
    }

    private static String subscription(String bulk) {
      return """
      [{"pubsubname":"pubsub","topic":"orders","route":"/orders",
        "bulkSubscribe":{"enabled":%s,"maxMessagesCount":10,"maxAwaitDurationMs":20}}]
      """
          .formatted(bulk);
    }

    public static void main(String[] arguments) throws IOException {
      var main =
          new Main(
              FileChannel.open(
                  Path.of(arguments[1]), StandardOpenOption.CREATE, StandardOpenOption.APPEND),
              subscription(arguments[2]));
      var address =
          new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0]));
      HttpServer server = HttpServer.create(address, 1024);
      server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      server.createContext("/", main::handle);
      server.start();
    }

    private void handle(HttpExchange exchange) throws IOException {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      String answer = "";
      if (exchange.getRequestURI().getPath().equals("/dapr/subscribe")) {
        answer = subscription;
      } else {
        write(body);
        answer = answer(body);
      }
      byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
      try (exchange) {
        exchange.sendResponseHeaders(200, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
      }
    }

    private void write(String body) throws IOException {
      String lines =
          EVENT.matcher(body).results().map(it -> it.group(1) + "\n").collect(Collectors.joining());
      if (!lines.isEmpty()) {
        record.write(ByteBuffer.wrap(lines.getBytes(StandardCharsets.UTF_8)));
      }
    }

    /** All of many is taken; one alone needs no words. */
    private static String answer(String body) {
      String entries =
          ENTRY
              .matcher(body)
              .results()
              .map(it -> "{\"entryId\":\"" + it.group(1) + "\",\"status\":\"SUCCESS\"}")
              .collect(Collectors.joining(","));
      return entries.isEmpty() ? "" : "{\"statuses\":[" + entries + "]}";
    }
  }
}

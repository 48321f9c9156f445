package dev.mecha.acceptance.process;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mecha.tck.server.ServerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A Zipkin as its makers ship it, which keeps what it gets in memory. */
public final class ZipkinServer implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final int port = Ports.free();
  private final Http http = new Http(port);
  private final ServerProcess process;

  private ZipkinServer(Path folder) {
    process = ServerProcess.start(folder, command(port));
  }

  /**
   * @param folder for its output
   * @return a server that is about to start; see {@link #awaitReady}
   */
  public static ZipkinServer launch(Path folder) {
    return new ZipkinServer(folder);
  }

  private static List<String> command(int port) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx160m",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-DQUERY_PORT=" + port,
        "-jar",
        Path.of(System.getProperty("mecha.servers", "target/servers"), "zipkin-server.jar")
            .toAbsolutePath()
            .toString());
  }

  /** Waits until it takes spans. */
  public void awaitReady() {
    process.awaitPort(port, Duration.ofSeconds(90));
  }

  /**
   * @return where spans are posted to
   */
  public String endpoint() {
    return "http://127.0.0.1:" + port + "/api/v2/spans";
  }

  /**
   * @param traceId of a trace
   * @return its spans as the server shows them; none if it knows nothing of it
   */
  public JsonNode trace(String traceId) {
    try {
      var answer = http.send("GET", "/api/v2/trace/" + traceId, "");
      return answer.statusCode() == 200 ? JSON.readTree(answer.body()) : JSON.createArrayNode();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    http.close();
    process.close();
  }
}

package dev.mecha.acceptance.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mecha.tck.server.RealServers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * A sidecar process of the distribution: free ports, a folder of its own, and an environment that holds nothing but what
 * the case puts there.
 */
public final class Sidecar implements AutoCloseable {

  private static final Duration START = Duration.ofSeconds(30);
  private static final Duration STOP = Duration.ofSeconds(20);

  private final Process process;
  private final Path output;
  private final int httpPort;
  private final int grpcPort;
  private final int metricsPort;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  private Sidecar(Process process, Path output, int httpPort, int grpcPort, int metricsPort) {
    this.process = process;
    this.output = output;
    this.httpPort = httpPort;
    this.grpcPort = grpcPort;
    this.metricsPort = metricsPort;
  }

  /**
   * @param folder for its resources, its output and what it keeps
   * @return what the case may say before the start
   */
  public static Setup in(Path folder) {
    return new Setup(folder);
  }

  /** What a case says before the start. */
  public static final class Setup {
    private final Path folder;
    private final List<String> flags = new ArrayList<>();
    private final Map<String, String> environment = new TreeMap<>();
    private String appId = "myapp";
    private int resources;

    private Setup(Path folder) {
      this.folder = folder;
    }

    /**
     * @param id in place of {@code myapp}
     * @return this
     */
    public Setup appId(String id) {
      appId = id;
      return this;
    }

    /**
     * @param yaml one resource file
     * @return this
     */
    public Setup resource(String yaml) {
      write(resourceFolder().resolve("resource-" + resources++ + ".yaml"), yaml);
      return this;
    }

    /**
     * @param yaml a file of kind Configuration
     * @return this
     */
    public Setup configuration(String yaml) {
      Path file = folder.resolve("config.yaml");
      write(file, yaml);
      return flags("--config=" + file);
    }

    /**
     * @param more flags as on the command line
     * @return this
     */
    public Setup flags(String... more) {
      flags.addAll(List.of(more));
      return this;
    }

    /**
     * @param name of a variable
     * @param value its value
     * @return this
     */
    public Setup environment(String name, String value) {
      environment.put(name, value);
      return this;
    }

    /**
     * @return the folder of the resource files
     */
    public Path resourceFolder() {
      return folder.resolve("resources");
    }

    /**
     * Starts the process without waiting for it.
     *
     * @return the process
     */
    public Sidecar launch() {
      int http = RealServers.freePort();
      int grpc = RealServers.freePort();
      int metrics = RealServers.freePort();
      var command = new ArrayList<String>();
      command.add(Distribution.program("mechad").toString());
      command.add("--app-id=" + appId);
      command.add("--dapr-http-port=" + http);
      command.add("--dapr-grpc-port=" + grpc);
      command.add("--metrics-port=" + metrics);
      command.add("--metrics-listen-address=127.0.0.1");
      command.add("--dapr-listen-addresses=127.0.0.1");
      command.add("--runtime-path=" + folder);
      if (Files.isDirectory(resourceFolder())) {
        command.add("--resources-path=" + resourceFolder());
      }
      command.addAll(flags);
      Path output = folder.resolve("sidecar.log");
      try {
        Files.createDirectories(folder);
        var builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.redirectErrorStream(true);
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
        builder.environment().clear();
        builder.environment().putAll(environment);
        return new Sidecar(builder.start(), output, http, grpc, metrics);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /**
     * Starts the process and waits until it is healthy.
     *
     * @return the sidecar
     */
    public Sidecar start() {
      Sidecar sidecar = launch();
      try {
        sidecar.awaitHealthy();
      } catch (RuntimeException | Error e) {
        sidecar.kill();
        throw e;
      }
      return sidecar;
    }
  }

  /** Waits until the health endpoint answers 204. */
  public void awaitHealthy() {
    Awaitility.await()
        .atMost(START)
        .pollInterval(Duration.ofMillis(20))
        .failFast(
            () -> {
              if (!process.isAlive()) {
                throw new IllegalStateException("the sidecar ended:\n" + log());
              }
            })
        .until(this::healthy);
  }

  private boolean healthy() {
    try {
      return send("GET", "/v1.0/healthz", "").statusCode() == 204;
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  /**
   * @return the port of the HTTP API
   */
  public int httpPort() {
    return httpPort;
  }

  /**
   * @return the port of the gRPC API
   */
  public int grpcPort() {
    return grpcPort;
  }

  /**
   * @return the process
   */
  public ProcessHandle process() {
    return process.toHandle();
  }

  /**
   * Calls the HTTP API.
   *
   * @param verb such as {@code GET}
   * @param path from the slash on, encoded
   * @param body empty for none
   * @param headers names and values in turn
   * @return the answer
   */
  public HttpResponse<String> send(String verb, String path, String body, String... headers) {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + httpPort + path))
            .timeout(Duration.ofSeconds(10))
            .method(
                verb,
                body.isEmpty()
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return exchange(request.build());
  }

  /**
   * @return what the metrics endpoint shows
   */
  public String metrics() {
    var uri = URI.create("http://127.0.0.1:" + metricsPort + "/metrics");
    return exchange(HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(10)).build()).body();
  }

  private HttpResponse<String> exchange(HttpRequest request) {
    try {
      return client.send(request, BodyHandlers.ofString(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /**
   * @return everything that the process has printed
   */
  public String log() {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Waits for a line.
   *
   * @param part of what the process prints
   */
  public void awaitLog(String part) {
    Awaitility.await().atMost(START).untilAsserted(() -> assertThat(log()).contains(part));
  }

  /**
   * Waits until the process has ended by itself.
   *
   * @return its exit status
   */
  public int awaitExit() {
    try {
      assertThat(process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS))
          .as("the sidecar ends:\n%s", log())
          .isTrue();
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Ends the process as {@code kill -9} does. */
  public void kill() {
    process.destroyForcibly();
    awaitExit();
  }

  /**
   * Sends SIGTERM.
   *
   * @return the exit status
   */
  public int stop() {
    process.destroy();
    return awaitExit();
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      process.destroy();
      try {
        if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
          process.destroyForcibly();
        }
      } catch (InterruptedException e) {
        process.destroyForcibly();
        Thread.currentThread().interrupt();
      }
    }
  }

  private static void write(Path file, String text) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

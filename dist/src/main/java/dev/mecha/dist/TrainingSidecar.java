package dev.mecha.dist;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A sidecar of the distribution, started by the command, with an application that answers
 * everything. Sidecars of one home folder find each other.
 */
final class TrainingSidecar implements AutoCloseable {

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final TrainingApp app = new TrainingApp();
  private final int httpPort;
  private final int grpcPort;
  private final Path output;
  private final Process process;

  /**
   * @param distribution where the command is
   * @param folder of the training: what sidecars keep, and their output
   * @param appId the application's name
   * @param javaOptions for the sidecar's JVM
   */
  TrainingSidecar(Path distribution, Path folder, String appId, String javaOptions)
      throws IOException {
    try (var http = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var grpc = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      httpPort = http.getLocalPort();
      grpcPort = grpc.getLocalPort();
    }
    output = folder.resolve(appId + ".log");
    var command =
        List.of(
            distribution.resolve("bin/mecha").toString(),
            "run",
            "--app-id=" + appId,
            "--app-port=" + app.port(),
            "--dapr-http-port=" + httpPort,
            "--dapr-grpc-port=" + grpcPort,
            "--",
            "/bin/sleep",
            "300");
    var builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder
        .environment()
        .putAll(
            Map.of(
                "MECHA_HOME",
                folder.resolve("home").toString(),
                "MECHA_JAVA_HOME",
                System.getProperty("java.home"),
                "MECHA_JAVA_OPTS",
                javaOptions));
    process =
        builder
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
  }

  int grpcPort() {
    return grpcPort;
  }

  /**
   * Waits until the sidecar is healthy.
   *
   * @param seconds how long at most
   */
  void awaitHealthy(int seconds) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (!healthy()) {
      if (process.waitFor(100, TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException("the sidecar ended with status " + process.exitValue());
      }
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("the sidecar was not healthy after " + seconds + " s");
      }
    }
  }

  private boolean healthy() throws InterruptedException {
    try {
      return send("GET", "/v1.0/healthz", "") == 204;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * @return the status of the answer
   */
  int send(String verb, String path, String body) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + httpPort + path))
            .timeout(Duration.ofSeconds(10))
            .method(verb, HttpRequest.BodyPublishers.ofString(body))
            .build();
    return client.send(request, BodyHandlers.discarding()).statusCode();
  }

  /**
   * Asks it to stop and waits for its end.
   *
   * @param seconds how long at most
   */
  void stop(int seconds) throws InterruptedException {
    process.destroy();
    if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
  }

  String output() throws IOException {
    return Files.readString(output);
  }

  @Override
  public void close() {
    process.destroyForcibly();
    app.close();
    client.close();
  }
}

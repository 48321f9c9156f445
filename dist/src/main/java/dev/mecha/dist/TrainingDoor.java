package dev.mecha.dist;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;

/** The API of a sidecar under training, on ports that were free when it was made. */
final class TrainingDoor implements AutoCloseable {

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final int httpPort;
  private final int grpcPort;

  TrainingDoor() throws IOException {
    try (var http = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var grpc = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      httpPort = http.getLocalPort();
      grpcPort = grpc.getLocalPort();
    }
  }

  int grpcPort() {
    return grpcPort;
  }

  /** What tells a program to open these ports. */
  List<String> flags() {
    return List.of("--dapr-http-port=" + httpPort, "--dapr-grpc-port=" + grpcPort);
  }

  boolean isHealthy() throws InterruptedException {
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

  @Override
  public void close() {
    client.close();
  }
}

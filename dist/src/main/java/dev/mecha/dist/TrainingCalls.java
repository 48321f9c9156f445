package dev.mecha.dist;

import com.google.protobuf.ByteString;
import com.google.protobuf.Empty;
import dev.mecha.protocol.common.v1.StateItem;
import dev.mecha.protocol.runtime.v1.DaprGrpc;
import dev.mecha.protocol.runtime.v1.GetMetadataRequest;
import dev.mecha.protocol.runtime.v1.GetStateRequest;
import dev.mecha.protocol.runtime.v1.SaveStateRequest;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * What a sidecar is asked in its training: the calls that applications make first, often enough for
 * the JVM to see what matters.
 *
 * @param httpPort of the sidecar
 * @param grpcPort of the sidecar
 * @param client of HTTP
 */
record TrainingCalls(int httpPort, int grpcPort, HttpClient client) {

  private static final int ROUNDS = 50;
  private static final String STATE = "/v1.0/state/statestore";

  /**
   * @return calls to two ports that are free
   */
  static TrainingCalls onFreePorts() throws IOException {
    try (var http = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var grpc = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return new TrainingCalls(
          http.getLocalPort(),
          grpc.getLocalPort(),
          HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build());
    }
  }

  /**
   * Waits until the sidecar is healthy.
   *
   * @param process its process
   * @param seconds how long at most
   */
  void awaitHealthy(Process process, int seconds) throws InterruptedException {
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

  /** Makes them all. */
  void make() throws IOException, InterruptedException {
    for (int i = 0; i < ROUNDS; i++) {
      overHttp("http-" + i);
    }
    ManagedChannel channel =
        ManagedChannelBuilder.forAddress("127.0.0.1", grpcPort).usePlaintext().build();
    try {
      for (int i = 0; i < ROUNDS; i++) {
        overGrpc(DaprGrpc.newBlockingStub(channel), "grpc-" + i);
      }
    } finally {
      channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
    }
  }

  private void overHttp(String key) throws IOException, InterruptedException {
    send("POST", STATE, "[{\"key\":\"" + key + "\",\"value\":{\"n\":1}}]");
    send("GET", STATE + "/" + key, "");
    send("POST", STATE + "/bulk", "{\"keys\":[\"" + key + "\",\"none\"]}");
    send(
        "POST",
        STATE + "/transaction",
        """
        {"operations":[{"operation":"upsert","request":{"key":"%s","value":2}},\
        {"operation":"delete","request":{"key":"%s"}}]}\
        """
            .formatted(key, key));
    send("DELETE", STATE + "/" + key, "");
    send("GET", "/v1.0/state/missing/" + key, "");
    send("GET", "/v1.0/metadata", "");
    send("GET", "/v1.0/healthz/outbound", "");
  }

  private void overGrpc(DaprGrpc.DaprBlockingStub sidecar, String key) {
    var item =
        StateItem.newBuilder().setKey(key).setValue(ByteString.copyFromUtf8("\"value\"")).build();
    Empty _ =
        sidecar.saveState(
            SaveStateRequest.newBuilder().setStoreName("statestore").addStates(item).build());
    var get = GetStateRequest.newBuilder().setStoreName("statestore").setKey(key).build();
    if (sidecar.getState(get).getData().isEmpty()) {
      throw new IllegalStateException("the sidecar has forgotten " + key);
    }
    if (sidecar.getMetadata(GetMetadataRequest.getDefaultInstance()).getId().isEmpty()) {
      throw new IllegalStateException("the sidecar does not know its name");
    }
  }

  private int send(String verb, String path, String body) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + httpPort + path))
            .timeout(Duration.ofSeconds(10))
            .method(verb, HttpRequest.BodyPublishers.ofString(body))
            .build();
    return client.send(request, BodyHandlers.discarding()).statusCode();
  }
}

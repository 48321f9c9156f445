package dev.mecha.dist;

import com.google.protobuf.ByteString;
import com.google.protobuf.Empty;
import dev.mecha.protocol.common.v1.HTTPExtension;
import dev.mecha.protocol.common.v1.InvokeRequest;
import dev.mecha.protocol.common.v1.StateItem;
import dev.mecha.protocol.runtime.v1.DaprGrpc;
import dev.mecha.protocol.runtime.v1.GetMetadataRequest;
import dev.mecha.protocol.runtime.v1.GetStateRequest;
import dev.mecha.protocol.runtime.v1.InvokeServiceRequest;
import dev.mecha.protocol.runtime.v1.SaveStateRequest;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * What a sidecar is asked in its training: the calls that applications make first, often enough for
 * the JVM to see what matters.
 *
 * @param trained the sidecar
 * @param neighbour another one, which it calls and which calls it
 */
record TrainingCalls(TrainingDoor trained, TrainingDoor neighbour) {

  /** The application ids of the two. */
  static final String TRAINED = "training";

  static final String NEIGHBOUR = "neighbour";

  /** What both applications subscribe to. */
  static final String TOPIC = "training";

  private static final int ROUNDS = 50;
  private static final String STATE = "/v1.0/state/statestore";

  /** Only those of state, which a sidecar without an application can answer. */
  static void ofState(TrainingDoor daemon) throws IOException, InterruptedException {
    for (int i = 0; i < ROUNDS; i++) {
      state(daemon, "http-" + i);
    }
    overGrpc(
        daemon,
        sidecar -> {
          for (int i = 0; i < ROUNDS; i++) {
            saveAndGet(sidecar, "grpc-" + i);
          }
        });
  }

  /** The last call of all. */
  static void end(TrainingDoor daemon) throws IOException, InterruptedException {
    expect(204, daemon.send("POST", "/v1.0/shutdown", ""));
  }

  /** Makes them all. */
  void make() throws IOException, InterruptedException {
    for (int i = 0; i < ROUNDS; i++) {
      state(trained, "http-" + i);
      invocation();
      expect(204, trained.send("POST", "/v1.0/publish/pubsub/" + TOPIC, "{\"n\":1}"));
    }
    overGrpc(
        trained,
        sidecar -> {
          for (int i = 0; i < ROUNDS; i++) {
            saveAndGet(sidecar, "grpc-" + i);
            others(sidecar);
          }
        });
  }

  private static void overGrpc(TrainingDoor door, Consumer<DaprGrpc.DaprBlockingStub> calls)
      throws InterruptedException {
    ManagedChannel channel =
        ManagedChannelBuilder.forAddress("127.0.0.1", door.grpcPort()).usePlaintext().build();
    try {
      calls.accept(DaprGrpc.newBlockingStub(channel));
    } finally {
      channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
    }
  }

  /** A sidecar without a command looks for applications in the network: it hears its own answer. */
  static void ofNeighbours(TrainingDoor door, String itself)
      throws IOException, InterruptedException {
    door.send("GET", "/v1.0/invoke/" + itself + "/method/hello", "");
    door.send("GET", "/v1.0/invoke/nobody/method/hello", "");
  }

  private static void state(TrainingDoor door, String key)
      throws IOException, InterruptedException {
    door.send("POST", STATE, "[{\"key\":\"" + key + "\",\"value\":{\"n\":1}}]");
    door.send("GET", STATE + "/" + key, "");
    door.send("POST", STATE + "/bulk", "{\"keys\":[\"" + key + "\",\"none\"]}");
    door.send(
        "POST",
        STATE + "/transaction",
        """
        {"operations":[{"operation":"upsert","request":{"key":"%s","value":2}},\
        {"operation":"delete","request":{"key":"%s"}}]}\
        """
            .formatted(key, key));
    door.send("DELETE", STATE + "/" + key, "");
    door.send("GET", "/v1.0/state/missing/" + key, "");
    door.send("GET", "/v1.0/metadata", "");
    door.send("GET", "/v1.0/healthz/outbound", "");
  }

  /** As the caller, as the callee, and to an application that nobody knows. */
  private void invocation() throws IOException, InterruptedException {
    expect(200, trained.send("POST", "/v1.0/invoke/" + NEIGHBOUR + "/method/hello?n=1", "{}"));
    expect(200, trained.send("GET", "/v1.0/invoke/" + NEIGHBOUR + "/method/hello", ""));
    expect(200, neighbour.send("POST", "/v1.0/invoke/" + TRAINED + "/method/hello", "{}"));
  }

  private static void saveAndGet(DaprGrpc.DaprBlockingStub sidecar, String key) {
    var item =
        StateItem.newBuilder().setKey(key).setValue(ByteString.copyFromUtf8("\"value\"")).build();
    Empty _ =
        sidecar.saveState(
            SaveStateRequest.newBuilder().setStoreName("statestore").addStates(item).build());
    var get = GetStateRequest.newBuilder().setStoreName("statestore").setKey(key).build();
    if (sidecar.getState(get).getData().isEmpty()) {
      throw new IllegalStateException("the sidecar has forgotten " + key);
    }
  }

  private static void others(DaprGrpc.DaprBlockingStub sidecar) {
    if (sidecar.getMetadata(GetMetadataRequest.getDefaultInstance()).getId().isEmpty()) {
      throw new IllegalStateException("the sidecar does not know its name");
    }
    var call =
        InvokeRequest.newBuilder()
            .setMethod("hello")
            .setHttpExtension(HTTPExtension.newBuilder().setVerb(HTTPExtension.Verb.POST))
            .build();
    var _ =
        sidecar.invokeService(
            InvokeServiceRequest.newBuilder().setId(NEIGHBOUR).setMessage(call).build());
  }

  private static void expect(int status, int answered) {
    if (answered != status) {
      throw new IllegalStateException(
          "a call was answered with " + answered + " (expected: " + status + ")");
    }
  }
}

package dev.mecha.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mecha.runtime.Sidecar;
import io.dapr.client.DaprClient;
import io.dapr.client.DaprClientBuilder;
import io.dapr.client.DaprPreviewClient;
import io.dapr.client.domain.State;
import io.dapr.config.Properties;
import io.dapr.exceptions.DaprException;
import io.dapr.utils.TypeRef;
import io.dapr.v1.DaprGrpc;
import io.dapr.v1.DaprMetadataProtos.GetMetadataRequest;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Flux;

/** The gRPC API without a socket, for stubs and for the official SDK. */
@Timeout(60)
@SuppressWarnings("try") // the SDK's clients may throw anything when they are closed
class InProcessTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static Sidecar sidecar(String name) throws Exception {
    return Sidecar.builder(name)
        .component("statestore", "state.in-memory", Map.of())
        .component("pubsub", "pubsub.in-memory", Map.of())
        .start();
  }

  private static DaprClientBuilder sdk(String endpoint) {
    return new DaprClientBuilder().withPropertyOverride(Properties.GRPC_ENDPOINT, endpoint);
  }

  @Test
  void theSdkReachesTheSidecarThatItsEndpointNames() throws Exception {
    try (Sidecar first = sidecar("first");
        Sidecar second = sidecar("second");
        DaprClient here = sdk(first.inProcess().target()).build();
        DaprClient there = sdk(second.inProcess().target()).build();
        DaprClient overSocket = sdk("127.0.0.1:" + first.grpcPort()).build()) {
      here.saveState("statestore", "key", "first").block(PATIENCE);
      there.saveState("statestore", "key", "second").block(PATIENCE);

      assertThat(value(here)).isEqualTo("first");
      assertThat(value(there)).isEqualTo("second");
      assertThat(value(overSocket)).isEqualTo("first");
    }
  }

  private static @Nullable String value(DaprClient client) {
    return client.getState("statestore", "key", String.class).map(State::getValue).block(PATIENCE);
  }

  @Test
  void errorsAreThoseOfTheApi() throws Exception {
    try (Sidecar sidecar = sidecar("orders");
        DaprClient client = sdk(sidecar.inProcess().target()).build()) {
      assertThatThrownBy(() -> client.getState("none", "key", String.class).block(PATIENCE))
          .isInstanceOfSatisfying(
              DaprException.class, e -> assertThat(e.getErrorDetails()).isNotNull())
          .hasMessageContaining("state store none is not found");
    }
  }

  @Test
  void eventsArriveOnAStreamOfTheSdk() throws Exception {
    try (Sidecar sidecar = sidecar("orders");
        DaprClient client = sdk(sidecar.inProcess().target()).build();
        DaprPreviewClient preview = sdk(sidecar.inProcess().target()).buildPreviewClient()) {
      Flux<String> events = preview.subscribeToTopic("pubsub", "orders", TypeRef.STRING);
      Flux<?> publishing =
          Flux.interval(Duration.ofMillis(100))
              .concatMap(n -> client.publishEvent("pubsub", "orders", "event"));

      assertThat(events.mergeWith(publishing.cast(String.class)).blockFirst(PATIENCE))
          .isEqualTo("event");
    }
  }

  @Test
  void stubsTakeTheChannelAndNobodyIsServedAfterTheEnd() throws Exception {
    Sidecar sidecar = sidecar("orders");
    ManagedChannel channel = sidecar.inProcess().channel();
    try {
      var stub = DaprGrpc.newBlockingStub(channel);
      assertThat(stub.getMetadata(GetMetadataRequest.getDefaultInstance()).getId())
          .isEqualTo("orders");
      sidecar.close();

      assertThatThrownBy(() -> stub.getMetadata(GetMetadataRequest.getDefaultInstance()))
          .isInstanceOfSatisfying(
              StatusRuntimeException.class,
              e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE));
      assertThatThrownBy(() -> sidecar.inProcess().target())
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("the sidecar is closed");
    } finally {
      channel.shutdownNow();
      sidecar.close();
    }
  }
}

package dev.mecha.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mecha.spi.time.VirtualClock;
import dev.mecha.testing.Faults;
import dev.mecha.testing.Recordings;
import io.dapr.client.DaprClient;
import io.dapr.client.DaprClientBuilder;
import io.dapr.client.domain.State;
import io.dapr.config.Properties;
import io.dapr.exceptions.DaprException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What docs/testing.md shows. */
class OrdersTest {

  static final AtomicInteger REFUSALS = new AtomicInteger();

  static final TestApp SHOP =
      new TestApp()
          .subscribe(
              "pubsub",
              "orders",
              event -> AppAnswer.status(REFUSALS.getAndDecrement() > 0 ? 500 : 200));

  @RegisterExtension
  static final MechaExtension MECHA =
      new MechaExtension("shop")
          .withApp(SHOP)
          .withResource(
              """
              apiVersion: dapr.io/v1alpha1
              kind: Resiliency
              metadata:
                name: policies
              spec:
                policies:
                  retries:
                    slow: {policy: constant, duration: 10m, maxRetries: 3}
                targets:
                  components:
                    pubsub: {inbound: {retry: slow}}
              """);

  private DaprClient client;

  @BeforeEach
  void connect(TestSidecar sidecar) {
    client =
        new DaprClientBuilder()
            .withPropertyOverride(Properties.HTTP_ENDPOINT, sidecar.httpEndpoint())
            .withPropertyOverride(Properties.GRPC_ENDPOINT, sidecar.grpcEndpoint())
            .build();
  }

  @AfterEach
  void disconnect() throws Exception {
    client.close();
  }

  @Test
  void anOrderExpiresAfterAnHour(VirtualClock clock) throws Exception {
    var hour = Map.of("ttlInSeconds", "3600");
    client.saveState("statestore", "order-7", null, 7, hour, null).block();
    clock.advance(Duration.ofHours(1).minusSeconds(1));
    assertThat(order()).isEqualTo(7);
    clock.advance(Duration.ofSeconds(1));
    assertThat(order()).isNull();
  }

  private @Nullable Integer order() {
    return client
        .getState("statestore", "order-7", Integer.class)
        .mapNotNull(State::getValue)
        .block();
  }

  @Test
  void anOrderThatWasRefusedComesAgainTenMinutesLater(VirtualClock clock) throws Exception {
    REFUSALS.set(1);
    client.publishEvent("pubsub", "orders", Map.of("id", 7)).block();
    clock.advance(Duration.ofMinutes(10).minusSeconds(1));
    assertThat(SHOP.events("pubsub", "orders")).hasSize(1);
    clock.advance(Duration.ofSeconds(1));
    assertThat(SHOP.events("pubsub", "orders")).hasSize(2);
  }

  @Test
  void aBrokerThatIsDownIsNoticed(Faults faults, Recordings recordings) {
    faults.component("pubsub").crash();
    assertThatThrownBy(() -> client.publishEvent("pubsub", "orders", 8).block())
        .isInstanceOf(DaprException.class);
    assertThat(recordings.published()).isEmpty();
  }
}

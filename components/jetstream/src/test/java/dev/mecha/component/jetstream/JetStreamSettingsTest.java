package dev.mecha.component.jetstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mecha.spi.ComponentMetadata;
import dev.mecha.spi.InvalidMetadataException;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.DeliverPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JetStreamSettingsTest {

  private static JetStreamSettings read(Map<String, String> fields) {
    var all = new HashMap<>(fields);
    all.put("natsURL", "nats://host");
    return JetStreamSettings.of(ComponentMetadata.of(all));
  }

  @Test
  void hasDefaults() {
    JetStreamSettings settings = read(Map.of());
    assertThat(settings.server().name()).isEqualTo("dapr.io - pubsub.jetstream");
    assertThat(settings.parallel()).isFalse();
    assertThat(settings.consumer())
        .isEqualTo(
            new ConsumerPlan(
                "",
                "",
                DeliverPolicy.All,
                0,
                null,
                false,
                Duration.ZERO,
                0,
                List.of(),
                0,
                0,
                false,
                0,
                Duration.ZERO,
                AckPolicy.Explicit));
  }

  @Test
  void readsWhatTheConsumerIsLike() {
    var fields = new HashMap<String, String>();
    fields.put("durableName", "d");
    fields.put("queueGroupName", "q");
    fields.put("deliverPolicy", "time");
    fields.put("startSequence", "4");
    fields.put("startTime", "1640995200");
    fields.put("flowControl", "true");
    fields.put("ackWait", "10s");
    fields.put("maxDeliver", "5");
    fields.put("backOff", "[1s, 2s]");
    fields.put("maxAckPending", "6");
    fields.put("replicas", "3");
    fields.put("memoryStorage", "true");
    fields.put("rateLimit", "7");
    fields.put("heartbeat", "8s");
    fields.put("ackPolicy", "all");
    assertThat(read(fields).consumer())
        .isEqualTo(
            new ConsumerPlan(
                "d",
                "q",
                DeliverPolicy.ByStartTime,
                4,
                Instant.ofEpochSecond(1640995200),
                true,
                Duration.ofSeconds(10),
                5,
                List.of(Duration.ofSeconds(1), Duration.ofSeconds(2)),
                6,
                3,
                true,
                7,
                Duration.ofSeconds(8),
                AckPolicy.All));
  }

  @Test
  void mistakesAreShown() {
    refuses(Map.of("jwt", "x"), "seedKey: missing (expected: a value, as jwt has one)");
    refuses(
        Map.of("tls_client_key", "x"),
        "tls_client_cert: missing (expected: a value, as tls_client_key has one)");
    refuses(
        Map.of("deliverPolicy", "odd"),
        "deliverPolicy: \"odd\" (expected: one of all, last, new, sequence, time)");
    refuses(
        Map.of("backOff", "soon"),
        "backOff: \"soon\" (expected: lengths of time between commas: 1s,5s)");
  }

  private static void refuses(Map<String, String> fields, String message) {
    assertThatExceptionOfType(InvalidMetadataException.class)
        .isThrownBy(() -> read(fields))
        .withMessage(message);
  }
}

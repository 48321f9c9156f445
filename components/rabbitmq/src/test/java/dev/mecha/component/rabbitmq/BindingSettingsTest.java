package dev.mecha.component.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mecha.spi.ComponentMetadata;
import dev.mecha.spi.InvalidMetadataException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BindingSettingsTest {

  private static BindingSettings read(Map<String, String> fields) {
    var all = new HashMap<>(Map.of("host", "amqp://me:hidden@broker:5672", "queueName", "q"));
    all.putAll(fields);
    return BindingSettings.of(ComponentMetadata.of(all));
  }

  @Test
  void hasDefaults() {
    BindingSettings settings = read(Map.of());
    assertThat(settings)
        .isEqualTo(
            new BindingSettings(
                new ConnectionSettings(
                    settings.connection().address(),
                    null,
                    false,
                    "",
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(5)),
                "q",
                false,
                false,
                false,
                0,
                null,
                null,
                "text/plain"));
    assertThat(settings).asString().contains("broker:5672").doesNotContain("hidden");
  }

  @Test
  void readsAllFields() {
    var fields = new HashMap<String, String>();
    fields.put("durable", "true");
    fields.put("deleteWhenUnused", "true");
    fields.put("exclusive", "true");
    fields.put("prefetchCount", "7");
    fields.put("maxPriority", "1000");
    fields.put("ttlInSeconds", "60");
    fields.put("contentType", "application/json");
    fields.put("reconnectWaitInSeconds", "2");
    BindingSettings settings = read(fields);
    assertThat(settings)
        .isEqualTo(
            new BindingSettings(
                settings.connection(),
                "q",
                true,
                true,
                true,
                7,
                255,
                Duration.ofSeconds(60),
                "application/json"));
    assertThat(settings.connection().reconnectWait()).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void mistakesAreShownButNoSecret() {
    refuses(Map.of("queueName", ""), "queueName: missing (expected: a value)");
    refuses(Map.of("host", ""), "host: missing (expected: a value)");
    refuses(
        Map.of("host", "me:hidden@broker"),
        "host: (hidden) (expected: amqp://user:password@host:5672/vhost or amqps://…)");
    refuses(Map.of("ttl", "-1"), "ttl: \"-1\" (expected: a duration above zero)");
    refuses(Map.of("maxPriority", "x"), "maxPriority: \"x\" (expected: an integer >= 0)");
    refuses(
        Map.of("externalSasl", "true"),
        "externalSasl: true (expected: false, or caCert, clientCert and clientKey as well)");
  }

  private static void refuses(Map<String, String> fields, String message) {
    assertThatExceptionOfType(InvalidMetadataException.class)
        .isThrownBy(() -> read(fields))
        .withMessage(message);
  }
}

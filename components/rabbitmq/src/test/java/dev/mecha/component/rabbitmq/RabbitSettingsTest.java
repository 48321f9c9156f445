package dev.mecha.component.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mecha.spi.ComponentMetadata;
import dev.mecha.spi.InvalidMetadataException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RabbitSettingsTest {

  private static RabbitSettings read(Map<String, String> fields) {
    return RabbitSettings.of(ComponentMetadata.of(fields));
  }

  @Test
  void hasDefaults() {
    RabbitSettings settings = read(Map.of());
    assertThat(settings.connection().address().uri()).hasToString("amqp://localhost");
    assertThat(settings)
        .isEqualTo(
            new RabbitSettings(
                new ConnectionSettings(
                    settings.connection().address(),
                    null,
                    false,
                    "",
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(3)),
                "fanout",
                true,
                true,
                true,
                0,
                null,
                false,
                true,
                false,
                0,
                true,
                0,
                0,
                false));
  }

  @Test
  void readsAllFields() {
    var fields = new HashMap<String, String>();
    fields.put("hostname", "broker:5671");
    fields.put("protocol", "amqp");
    fields.put("username", "me");
    fields.put("password", "p@ss");
    fields.put("clientName", "orders");
    fields.put("heartBeat", "30s");
    fields.put("reconnectWaitSeconds", "1");
    fields.put("exchangeKind", "topic");
    fields.put("durable", "false");
    fields.put("deletedWhenUnused", "false");
    fields.put("publisherConfirm", "false");
    fields.put("deliveryMode", "2");
    fields.put("ttlInSeconds", "60");
    fields.put("autoAck", "true");
    fields.put("enableDeadLetter", "true");
    fields.put("prefetchCount", "5");
    fields.put("concurrency", "single");
    fields.put("maxLen", "10");
    fields.put("maxLenBytes", "20");
    fields.put("publishMessagePropertiesToMetadata", "true");
    RabbitSettings settings = read(fields);
    assertThat(settings.connection().address().uri()).hasToString("amqp://me:p%40ss@broker:5671");
    assertThat(settings.connection().address()).hasToString("broker:5671");
    assertThat(settings)
        .isEqualTo(
            new RabbitSettings(
                new ConnectionSettings(
                    settings.connection().address(),
                    null,
                    false,
                    "orders",
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(1)),
                "topic",
                false,
                false,
                false,
                2,
                Duration.ofSeconds(60),
                true,
                false,
                true,
                5,
                false,
                10,
                20,
                true));
  }

  @Test
  void mistakesAreShownButNoSecret() {
    refuses(
        Map.of("connectionString", "http://a:secret@b"),
        "connectionString: (hidden) (expected: amqp://user:password@host:5672/vhost or amqps://…)");
    refuses(
        Map.of("connectionString", "amqp://a", "protocol", "amqps"),
        "protocol: \"amqps\" (expected: that of connectionString)");
    refuses(Map.of("deliveryMode", "3"), "deliveryMode: \"3\" (expected: an integer from 0 to 2)");
    refuses(
        Map.of("exchangeKind", "odd"),
        "exchangeKind: \"odd\" (expected: one of fanout, topic, direct, headers)");
    refuses(
        Map.of("saslExternal", "true"),
        "saslExternal: true (expected: false, or caCert, clientCert and clientKey as well)");
  }

  private static void refuses(Map<String, String> fields, String message) {
    assertThatExceptionOfType(InvalidMetadataException.class)
        .isThrownBy(() -> read(fields))
        .withMessage(message);
  }
}

package dev.mecha.component.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mecha.spi.InvalidMetadataException;
import dev.mecha.tck.ComponentContexts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KafkaSettingsTest {

  private static KafkaSettings read(Map<String, String> fields) {
    var all = new HashMap<>(Map.of("brokers", "a:1, b:2", "authType", "none"));
    all.putAll(fields);
    return KafkaSettings.of(
        ComponentContexts.of("pubsub.kafka", Path.of("unused")).metadata(all).context());
  }

  @Test
  void hasDefaults() {
    KafkaSettings settings = read(Map.of());
    assertThat(settings.brokers()).isEqualTo("a:1,b:2");
    assertThat(settings.retry()).isTrue();
    assertThat(settings.retryPause()).isEqualTo(Duration.ofMillis(100));
    assertThat(settings.escape()).isFalse();
    assertThat(settings.clients().producer())
        .containsEntry("bootstrap.servers", "a:1,b:2")
        .containsEntry("client.id", "sarama")
        .containsEntry("security.protocol", "PLAINTEXT")
        .containsEntry("acks", "all")
        .containsEntry("retries", 5)
        .containsEntry("enable.idempotence", true)
        .containsEntry("max.request.size", 1_048_576)
        .containsEntry("compression.type", "none");
    assertThat(settings.clients().consumer())
        .containsEntry("auto.offset.reset", "latest")
        .containsEntry("max.poll.records", 256)
        .containsEntry("session.timeout.ms", 10_000)
        .containsEntry("heartbeat.interval.ms", 3_000);
  }

  @Test
  void readsFields() {
    var fields = new HashMap<String, String>();
    fields.put("consumerGroup", "g");
    fields.put("consumerID", "other");
    fields.put("initialOffset", "oldest");
    fields.put("consumeRetryEnabled", "false");
    fields.put("consumeRetryInterval", "250");
    fields.put("producerRequiredAcks", "local");
    fields.put("compression", "gzip");
    fields.put("consumerGroupRebalanceStrategy", "sticky");
    fields.put("excludeHeaderMetaRegex", "^raw");
    KafkaSettings settings = read(fields);
    assertThat(settings.group()).isEqualTo("g");
    assertThat(settings.retry()).isFalse();
    assertThat(settings.retryPause()).isEqualTo(Duration.ofMillis(250));
    assertThat(settings.isHeader("rawPayload")).isFalse();
    assertThat(settings.isHeader("color")).isTrue();
    assertThat(settings.clients().producer())
        .containsEntry("acks", "1")
        .containsEntry("enable.idempotence", false)
        .containsEntry("compression.type", "gzip");
    assertThat(settings.clients().consumer())
        .containsEntry("group.id", "g")
        .containsEntry("auto.offset.reset", "earliest")
        .containsEntry(
            "partition.assignment.strategy", "org.apache.kafka.clients.consumer.StickyAssignor");
  }

  @Test
  void passwordsAreProvedAsAsked() {
    var fields = new HashMap<String, String>();
    fields.put("authType", "password");
    fields.put("saslUsername", "me");
    fields.put("saslPassword", "say \"x\"");
    fields.put("saslMechanism", "SHA-512");
    fields.put("disableTls", "true");
    KafkaSettings settings = read(fields);
    assertThat(settings.clients().consumer())
        .containsEntry("security.protocol", "SASL_PLAINTEXT")
        .containsEntry("sasl.mechanism", "SCRAM-SHA-512")
        .containsEntry(
            "sasl.jaas.config",
            "org.apache.kafka.common.security.scram.ScramLoginModule required"
                + " username=\"me\" password=\"say \\\"x\\\"\";");
    assertThat(settings).asString().doesNotContain("say");
    fields.remove("disableTls");
    assertThat(read(fields).clients().consumer()).containsEntry("security.protocol", "SASL_SSL");
  }

  @Test
  void tokensComeFromTheEndpoint() {
    var fields = new HashMap<String, String>();
    fields.put("authType", "oidc");
    fields.put("oidcTokenEndpoint", "https://identity.example.com/token");
    fields.put("oidcClientID", "client");
    fields.put("oidcClientSecret", "hidden");
    fields.put("oidcScopes", "openid,kafka");
    fields.put("oidcExtensions", "{\"cluster\":\"c\"}");
    assertThat(read(fields).clients().producer())
        .containsEntry("sasl.mechanism", "OAUTHBEARER")
        .containsEntry("sasl.oauthbearer.token.endpoint.url", "https://identity.example.com/token")
        .containsEntry(
            "sasl.jaas.config",
            "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required"
                + " clientId=\"client\" clientSecret=\"hidden\" scope=\"openid kafka\""
                + " extension_cluster=\"c\";");
  }

  @Test
  void mistakesAreShown() {
    refuses(Map.of("authType", ""), "authType: missing (expected: a value)");
    refuses(
        Map.of("authType", "awsiam"),
        "authType: \"awsiam\" (expected: another one; it is not supported yet)");
    refuses(
        Map.of("authType", "mtls", "disableTls", "true"),
        "disableTls: true (expected: false with authType mtls)");
    refuses(
        Map.of("initialOffset", "middle"),
        "initialOffset: \"middle\" (expected: one of newest, oldest)");
    refuses(
        Map.of("schemaRegistryURL", "http://x"),
        "schemaRegistryURL: \"http://x\" (expected: nothing; schema registries are not supported"
            + " yet)");
  }

  private static void refuses(Map<String, String> fields, String message) {
    assertThatExceptionOfType(InvalidMetadataException.class)
        .isThrownBy(() -> read(fields))
        .withMessage(message);
  }
}

package dev.mecha.component.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mecha.spi.ComponentMetadata;
import dev.mecha.spi.InvalidMetadataException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedisSettingsTest {

  private static final Duration MILLISECOND = Duration.ofMillis(1);

  @Test
  void defaults() {
    Duration read = Duration.ofSeconds(3);
    var none = new Credentials(null, null);
    assertThat(settings("redisHost", "h"))
        .isEqualTo(
            new RedisSettings(
                List.of(new Address("h", 6379)),
                Topology.NODE,
                "",
                none,
                none,
                0,
                null,
                Duration.ofSeconds(5),
                read,
                read,
                new RetryPolicy(3, Duration.ofSeconds(2), Duration.ofMillis(512)),
                new PoolSettings(
                    10 * Runtime.getRuntime().availableProcessors(),
                    Duration.ofSeconds(4),
                    0,
                    Duration.ofMinutes(5),
                    Duration.ofMinutes(1)),
                Duration.ZERO,
                null,
                List.of()));
  }

  @Test
  void everyField() {
    assertThat(
            settings(
                "redisHost", "h",
                "redisPort", "1234",
                "redisUsername", "user",
                "redisPassword", "secret",
                "sentinelUsername", "watcher",
                "sentinelPassword", "hidden",
                "redisDB", "7",
                "redisType", "node",
                "failover", "true",
                "sentinelMasterName", "mymaster",
                "enableTLS", "true",
                "insecureSkipTLSVerify", "true",
                "redisMaxRetries", "5",
                "redisMinRetryInterval", "8ms",
                "redisMaxRetryInterval", "1s",
                "dialTimeout", "6s",
                "readTimeout", "700",
                "writeTimeout", "8s",
                "poolSize", "9",
                "poolTimeout", "10s",
                "maxConnAge", "11m",
                "minIdleConns", "2",
                "idleCheckFrequency", "13s",
                "idleTimeout", "14m",
                "ttlInSeconds", "15",
                "queryIndexes",
                    "[{\"name\":\"i\",\"indexes\":[{\"key\":\"a.b\",\"type\":\"TEXT\"}]}]"))
        .isEqualTo(
            new RedisSettings(
                List.of(new Address("h", 1234)),
                Topology.SENTINEL,
                "mymaster",
                new Credentials("user", "secret"),
                new Credentials("watcher", "hidden"),
                7,
                new Tls(false, null),
                Duration.ofSeconds(6),
                Duration.ofMillis(700),
                Duration.ofSeconds(8),
                new RetryPolicy(5, Duration.ofMillis(8), Duration.ofSeconds(1)),
                new PoolSettings(
                    9, Duration.ofSeconds(10), 2, Duration.ofMinutes(14), Duration.ofSeconds(13)),
                Duration.ofMinutes(11),
                15,
                List.of(new QueryIndex("i", List.of(new QueryIndex.Field("a.b", "TEXT"))))));
  }

  @Test
  void secretsAreNotInTheText() {
    String text =
        settings("redisHost", "h", "redisPassword", "secret", "sentinelPassword", "hidden")
            .toString();
    assertThat(text).doesNotContain("secret", "hidden").contains("with password");
  }

  @Test
  void fieldsOfPubSubAreAccepted() {
    settings(
        "redisHost",
        "h",
        "redeliverInterval",
        "60s",
        "processingTimeout",
        "15s",
        "queueDepth",
        "100",
        "concurrency",
        "10",
        "maxLenApprox",
        "1000",
        "streamTTL",
        "1h",
        "consumerID",
        "c");
  }

  @Test
  void belowZeroSwitchesOff() {
    var settings =
        settings(
            "redisHost",
            "h",
            "readTimeout",
            "-1",
            "writeTimeout",
            "-1",
            "idleTimeout",
            "-1",
            "idleCheckFrequency",
            "-1",
            "redisMaxRetries",
            "-1",
            "redisMinRetryInterval",
            "-1",
            "redisMaxRetryInterval",
            "-1",
            "maxConnAge",
            "-1");
    assertThat(settings.readTimeout()).isZero();
    assertThat(settings.writeTimeout()).isZero();
    assertThat(settings.maxAge()).isZero();
    assertThat(settings.pool().idleTimeout()).isZero();
    assertThat(settings.pool().idleCheck()).isZero();
    assertThat(settings.retry()).isEqualTo(new RetryPolicy(0, Duration.ZERO, Duration.ZERO));
  }

  @Test
  void olderNamesCountOtherwise() {
    var settings = settings("redisHost", "h", "maxRetries", "4", "maxRetryBackoff", "3000000000");
    assertThat(settings.retry().retries()).isEqualTo(4);
    assertThat(settings.retry().min()).isEqualTo(Duration.ofSeconds(3));
    assertThat(settings.retry().max()).isEqualTo(Duration.ofMillis(512));
    assertThat(
            settings("redisHost", "h", "maxRetryBackoff", "1", "redisMinRetryInterval", "5")
                .retry()
                .min())
        .isEqualTo(MILLISECOND.multipliedBy(5));
  }

  @Test
  void clusterHasOneDatabaseAndManyHosts() {
    var settings = settings("redisHost", "a:1,b:2", "redisType", "cluster", "redisDB", "5");
    assertThat(settings.topology()).isEqualTo(Topology.CLUSTER);
    assertThat(settings.database()).isZero();
    assertThat(settings.host()).isEqualTo("a:1,b:2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "redisDB | x | redisDB: \"x\" (expected: an integer >= 0)",
        "redisDB | -1 | redisDB: \"-1\" (expected: an integer >= 0)",
        "redisPort | 70000 | redisPort: \"70000\" (expected: an integer from 0 to 65535)",
        "redisType | ring | redisType: \"ring\" (expected: one of node, cluster)",
        "redisMaxRetries | many | redisMaxRetries: \"many\" (expected: an integer >= -1)",
        "readTimeout | soon | readTimeout: \"soon\" (expected: a duration such as 30s, 500ms or"
            + " 1h30m)",
        "dialTimeout | -1 | dialTimeout: \"-1\" (expected: a duration > 0 such as 5s or 500ms)",
        "ttlInSeconds | 1.5 | ttlInSeconds: \"1.5\" (expected: an integer)",
        "failover | true | sentinelMasterName: missing (expected: a value)",
        "useEntraID | true | useEntraID: true (expected: false; authentication by Microsoft Entra"
            + " ID is not supported yet, use redisUsername and redisPassword)",
        "useAzureAD | true | useEntraID: true (expected: false; authentication by Microsoft Entra"
            + " ID is not supported yet, use redisUsername and redisPassword)",
        "useOIDC | true | useOIDC: true (expected: false; authentication by OIDC private_key_jwt is"
            + " not supported yet, use redisUsername and redisPassword)",
        "queryIndexes | [{}] | queryIndexes: \"[{}]\" (expected: a JSON list of {\"name\","
            + " \"indexes\": [{\"key\", \"type\"}]})",
      })
  void wrongValue(String name, String value, String message) {
    invalid(message, "redisHost", "h", name, value);
  }

  @Test
  void hostIsMissing() {
    invalid("redisHost: missing (expected: a value)");
  }

  @Test
  void twoHostsAreNoNode() {
    invalid(
        "redisHost: \"a,b\" (expected: one address, unless redisType is cluster or failover is"
            + " true)",
        "redisHost",
        "a,b");
  }

  @Test
  void clientKeyIsNeverShown() {
    invalid(
        "clientKey: (hidden) (expected: an unencrypted private key in PEM)",
        "redisHost",
        "h",
        "enableTLS",
        "true",
        "clientCert",
        PemKeysTest.CERTIFICATE,
        "clientKey",
        "secret");
    invalid(
        "clientKey: missing (expected: a value)",
        "redisHost",
        "h",
        "enableTLS",
        "true",
        "clientCert",
        PemKeysTest.CERTIFICATE);
  }

  private static void invalid(String message, String... fields) {
    assertThatExceptionOfType(InvalidMetadataException.class)
        .isThrownBy(() -> settings(fields))
        .withMessage(message);
  }

  private static RedisSettings settings(String... fields) {
    Map<String, String> metadata = new HashMap<>();
    for (int i = 0; i < fields.length; i += 2) {
      metadata.put(fields[i], fields[i + 1]);
    }
    return RedisSettings.of(ComponentMetadata.of(metadata));
  }
}

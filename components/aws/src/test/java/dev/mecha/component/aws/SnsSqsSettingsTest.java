package dev.mecha.component.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mecha.spi.InvalidMetadataException;
import dev.mecha.tck.ComponentContexts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SnsSqsSettingsTest {

  private static SnsSqsSettings of(Map<String, String> metadata) {
    return SnsSqsSettings.of(
        ComponentContexts.of("pubsub.aws.snssqs", Path.of("home")).metadata(metadata).context());
  }

  @Test
  void hasThePeersDefaults() {
    assertThat(of(Map.of()))
        .isEqualTo(
            new SnsSqsSettings(
                "tck",
                null,
                0,
                false,
                "tck",
                10,
                10,
                false,
                2,
                10,
                true,
                Duration.ofSeconds(5),
                null,
                null,
                1000));
  }

  @Test
  void readsEveryField() {
    assertThat(
            of(
                Map.ofEntries(
                    Map.entry("consumerID", "my group"),
                    Map.entry("sqsDeadLettersQueueName", "dead"),
                    Map.entry("messageReceiveLimit", "3"),
                    Map.entry("fifo", "true"),
                    Map.entry("fifoMessageGroupID", "orders"),
                    Map.entry("messageVisibilityTimeout", "20"),
                    Map.entry("messageRetryLimit", "5"),
                    Map.entry("messageWaitTimeSeconds", "7"),
                    Map.entry("messageMaxNumber", "4"),
                    Map.entry("disableEntityManagement", "true"),
                    Map.entry("assetsManagementTimeoutSeconds", "0.5"),
                    Map.entry("accountId", "123456789012"),
                    Map.entry("partition", "aws-cn"),
                    Map.entry("concurrencyLimit", "9"))))
        .isEqualTo(
            new SnsSqsSettings(
                "mygroup.fifo",
                "dead.fifo",
                3,
                true,
                "orders",
                20,
                5,
                false,
                7,
                4,
                false,
                Duration.ofMillis(500),
                "123456789012",
                "aws-cn",
                9));
    assertThat(of(Map.of("disableDeleteOnRetryLimit", "true")).keepsForEver()).isTrue();
    assertThat(of(Map.of("concurrencyMode", "single", "concurrencyLimit", "9")).concurrency())
        .isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "messageVisibilityTimeout|0",
        "messageRetryLimit|1",
        "messageWaitTimeSeconds|0",
        "messageMaxNumber|11",
        "concurrencyMode|both",
        "concurrencyLimit|-1",
        "assetsManagementTimeoutSeconds|0",
        "assetsManagementTimeoutSeconds|soon"
      })
  void refusesWhatIsWrong(String name, String value) {
    assertThatThrownBy(() -> of(Map.of(name, value)))
        .isInstanceOf(InvalidMetadataException.class)
        .hasMessageStartingWith(name + ": \"" + value + "\" (expected: ");
  }

  @Test
  void refusesHalfADeadLetterQueue() {
    for (Map<String, String> half :
        List.of(Map.of("messageReceiveLimit", "3"), Map.of("sqsDeadLettersQueueName", "dead"))) {
      assertThatThrownBy(() -> of(half))
          .isInstanceOf(InvalidMetadataException.class)
          .hasMessageEndingWith("must both be set to a value");
    }
    assertThatThrownBy(
            () ->
                of(
                    Map.of(
                        "messageReceiveLimit", "3",
                        "sqsDeadLettersQueueName", "dead",
                        "disableDeleteOnRetryLimit", "true")))
        .isInstanceOf(InvalidMetadataException.class)
        .hasMessageStartingWith("configuration conflict");
  }

  @ParameterizedTest
  @CsvSource({
    "orders,false,orders",
    "'a b:c/d.e_f-G',false,abcde_f-G",
    "orders.fifo,false,ordersfifo",
    "orders,true,orders.fifo",
    "orders.fifo,true,orders.fifo"
  })
  void namesHaveWhatTheCloudAllows(String name, boolean fifo, String there) {
    assertThat(SnsSqsNames.of(name, fifo)).isEqualTo(there);
    assertThat(SnsSqsNames.of("x".repeat(100), false)).hasSize(80);
    assertThat(SnsSqsNames.of("x".repeat(100), true)).hasSize(80).endsWith("x.fifo");
  }
}

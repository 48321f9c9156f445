package dev.mecha.component.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mecha.spi.ComponentMetadata;
import dev.mecha.spi.InvalidMetadataException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StreamSettingsTest {

  private static StreamSettings read(Map<String, String> fields) {
    return StreamSettings.of(ComponentMetadata.of(fields));
  }

  @Test
  void hasDefaults() {
    assertThat(read(Map.of()))
        .isEqualTo(
            new StreamSettings(
                Duration.ofSeconds(60), Duration.ofSeconds(15), 100, 10, 0, Duration.ZERO));
  }

  @Test
  void readsAllFields() {
    var fields =
        Map.of(
            "processingTimeout", "1500",
            "redeliverInterval", "2s",
            "queueDepth", "7",
            "concurrency", "3",
            "maxLenApprox", "1000",
            "streamTTL", "30");
    assertThat(read(fields))
        .isEqualTo(
            new StreamSettings(
                Duration.ofMillis(1500),
                Duration.ofSeconds(2),
                7,
                3,
                1000,
                Duration.ofSeconds(30)));
  }

  @Test
  void zeroSwitchesRedeliveryOff() {
    assertThat(read(Map.of("redeliverInterval", "0")).redelivers()).isFalse();
    assertThat(read(Map.of("processingTimeout", "0")).redelivers()).isFalse();
    assertThat(read(Map.of()).redelivers()).isTrue();
  }

  @Test
  void nobodyAtWorkIsAMistake() {
    assertThatExceptionOfType(InvalidMetadataException.class)
        .isThrownBy(() -> read(Map.of("concurrency", "0")))
        .withMessage("concurrency: \"0\" (expected: an integer >= 1)");
  }

  @Test
  void idBehindAnother() {
    assertThat(PendingMessages.next("1526919030474-55")).isEqualTo("1526919030474-56");
  }
}

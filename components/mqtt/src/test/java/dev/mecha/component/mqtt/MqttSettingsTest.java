package dev.mecha.component.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mecha.spi.ComponentMetadata;
import dev.mecha.spi.InvalidMetadataException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MqttSettingsTest {

  private static MqttSettings read(Map<String, String> fields) {
    return MqttSettings.of(ComponentMetadata.of(fields), "app");
  }

  @Test
  void hasDefaults() {
    assertThat(read(Map.of("url", "tcp://host")))
        .isEqualTo(
            new MqttSettings(
                "tcp://host",
                new MqttSettings.Credentials(null, null),
                "app",
                1,
                false,
                false,
                null));
  }

  @Test
  void readsAllFields() {
    var fields =
        Map.of(
            "url", "mqtt://me:p%40ss@host:1884",
            "qos", "2",
            "retain", "true",
            "cleanSession", "true");
    assertThat(read(fields))
        .isEqualTo(
            new MqttSettings(
                "tcp://host:1884",
                new MqttSettings.Credentials("me", "p@ss"),
                "app",
                2,
                true,
                true,
                null))
        .asString()
        .doesNotContain("p@ss");
  }

  @ParameterizedTest
  @CsvSource({
    "ssl://h, ssl://h",
    "mqtts://h:1, ssl://h:1",
    "tls://h, ssl://h",
    "tcps://h, ssl://h",
    "wss://h/mqtt, wss://h/mqtt"
  })
  void schemesThatEncrypt(String url, String server) {
    MqttSettings settings = read(Map.of("url", url));
    assertThat(settings.server()).isEqualTo(server);
    assertThat(settings.tls()).isNotNull();
  }

  @Test
  void mistakesAreShownButNoSecret() {
    refuses(Map.of(), "url: missing (expected: a value)");
    refuses(
        Map.of("url", "http://me:secret@host"),
        "url: (hidden) (expected: tcp://user:password@host:1883, or ssl://…:8883)");
    refuses(Map.of("url", "tcp://h", "qos", "3"), "qos: \"3\" (expected: an integer from 0 to 2)");
    refuses(
        Map.of("url", "ssl://h", "caCert", "x"), "caCert: \"x\" (expected: certificates in PEM)");
  }

  private static void refuses(Map<String, String> fields, String message) {
    assertThatExceptionOfType(InvalidMetadataException.class)
        .isThrownBy(() -> read(fields))
        .withMessage(message);
  }
}

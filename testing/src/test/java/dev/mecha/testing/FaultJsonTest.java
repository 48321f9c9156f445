package dev.mecha.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mecha.kernel.error.ApiException;
import dev.mecha.testing.Fault.Kind;
import dev.mecha.testing.Fault.Place;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaultJsonTest {

  private static Fault read(String json) {
    return FaultJson.read("one", json.getBytes(UTF_8));
  }

  @Test
  void everyFieldIsRead() {
    assertThat(
            read(
                "{\"component\":\"pubsub\",\"kind\":\"delay\",\"delay\":\"1m30s\","
                    + "\"message\":\"why\",\"times\":3}"))
        .isEqualTo(
            new Fault("one", new Place("pubsub"), Kind.DELAY, Duration.ofSeconds(90), "why", 3));
    assertThat(read("{\"app\":true,\"kind\":\"crash\"}"))
        .isEqualTo(new Fault("one", Place.APP, Kind.CRASH, Duration.ZERO, "", 0));
  }

  @Test
  void whatIsWrittenIsWhatWasRead() {
    String json =
        "{\"name\":\"one\",\"component\":\"pubsub\",\"kind\":\"delay\",\"delay\":\"90000ms\","
            + "\"message\":\"why\",\"times\":3}";
    Fault fault = read(json.replace("\"name\":\"one\",", ""));
    assertThat(new String(TestJson.array(List.of(fault), FaultJson::write), UTF_8))
        .isEqualTo("[" + json + "]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"kind\":\"drop\"} | either the name of a component",
        "{\"app\":true,\"component\":\"a\",\"kind\":\"drop\"} | either the name of a component",
        "{\"app\":true} | kind: missing",
        "{\"app\":true,\"kind\":\"vanish\"} | \"vanish\" (expected: one of drop",
        "{\"app\":true,\"kind\":\"delay\"} | delay: PT0S",
        "{\"app\":true,\"kind\":\"delay\",\"delay\":\"soon\"} | delay: \"soon\" (expected: a"
            + " duration",
        "{\"app\":true,\"kind\":\"drop\",\"times\":-1} | times: -1",
        "{\"app\":true,\"kind\":\"drop\",\"often\":1} | component, app, kind",
        "[] | an object"
      })
  void whatIsWrongIsShown(String json, String message) {
    assertThatThrownBy(() -> read(json))
        .isInstanceOf(ApiException.class)
        .hasMessageContaining(message);
  }
}

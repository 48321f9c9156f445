package dev.mecha.block.appconfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mecha.kernel.error.ApiException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What applications write about the actors that they host. */
class AppConfigTest {

  private static AppConfig read(String json) {
    return AppConfig.read(json.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void anObjectWithoutFieldsSaysNothing() {
    AppConfig config = read("{}");
    assertThat(config.actorTypes()).isEmpty();
    assertThat(config.partitioned()).isFalse();
    assertThat(config.partitionedTypes()).isEmpty();
  }

  @Test
  void typesAreHostedIfTheyAreNamedForAll() {
    AppConfig config =
        read(
            """
            {"Entities": ["cart", "order"], "actorIdleTimeout": "1h", "reentrancy": {},
             "entitiesConfig": [{"entities": ["other"], "drainRebalancedActors": null}]}\
            """);
    assertThat(config.actorTypes()).containsExactly("cart", "order");
  }

  @Test
  void partitionsAreForAllTypesOrForSome() {
    AppConfig config =
        read(
            """
            {"entities": null, "remindersStoragePartitions": 7, "entitiesConfig": [
             {"entities": ["a", "b"], "remindersStoragePartitions": 1},
             {"entities": ["c"], "remindersStoragePartitions": 0}]}\
            """);
    assertThat(config.partitioned()).isTrue();
    assertThat(config.partitionedTypes()).containsExactly("a", "b");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          [] | configuration: [ at line 1 (expected: an object)
          {"entities": "cart"} | entities: cart at line 1 (expected: an array)
          {"entities": [1]} | entities: 1 at line 1 (expected: a string)
          ok | invalid JSON at line 1, column 1
          """)
  void whatIsWrongIsNamed(String json, String problem) {
    assertThatThrownBy(() -> read(json))
        .isInstanceOfSatisfying(
            ApiException.class, e -> assertThat(e.error().message()).startsWith(problem));
  }
}

package dev.mecha.component.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mecha.spi.ComponentException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentSecretStoreTest {

  private static final Map<String, String> NONE = Map.of();
  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "TEST_SECRET", "one",
          "test_other", "two",
          "TEST_", "three",
          "FOO", "bar",
          "EMPTY", "",
          "APP_API_TOKEN", "token of the application",
          "DAPR_API_TOKEN", "token of the sidecar",
          "dapr_lower", "private too");

  private static EnvironmentSecretStore store(String prefix) {
    return new EnvironmentSecretStore(prefix, ENVIRONMENT, false);
  }

  @Test
  void aVariableIsASecretUnderItsOwnName() {
    assertThat(store("").get("TEST_SECRET", NONE)).isEqualTo(Map.of("TEST_SECRET", "one"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"NOT_SET", "test_secret", "EMPTY", ""})
  void aVariableThatIsNotSetIsAnEmptyValue(String name) {
    assertThat(store("").get(name, NONE)).isEqualTo(Map.of(name, ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"APP_API_TOKEN", "app_api_token", "DAPR_API_TOKEN", "dapr_lower"})
  void theSidecarsOwnSecretsAreNotHandedOut(String name) {
    assertThat(store("").get(name, NONE)).isEqualTo(Map.of(name, ""));
    assertThat(store("").getAll(NONE)).doesNotContainKey(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"DAPR_", "dapr_", "DAPR_API_", "APP_API_"})
  void aPrefixIsNoWayAroundThat(String prefix) {
    for (String name : new String[] {"API_TOKEN", "TOKEN", "lower"}) {
      assertThat(store(prefix).get(name, NONE)).isEqualTo(Map.of(name, ""));
    }
    assertThat(store(prefix).getAll(NONE)).isEmpty();
  }

  @Test
  void thePrefixIsAddedToWhatIsAskedForAndCutOffWhatIsListed() {
    assertThat(store("TEST_").get("SECRET", NONE)).isEqualTo(Map.of("SECRET", "one"));
    assertThat(store("TEST_").getAll(NONE)).isEqualTo(Map.of("SECRET", Map.of("SECRET", "one")));
  }

  @Test
  void allVariablesAreListedWithoutAPrefix() {
    assertThat(store("").getAll(NONE))
        .containsOnlyKeys("TEST_SECRET", "test_other", "TEST_", "FOO", "EMPTY")
        .containsEntry("FOO", Map.of("FOO", "bar"));
  }

  @Test
  void whereTheSystemIgnoresCaseSoDoNamesAndPrefix() {
    var store = new EnvironmentSecretStore("test_", ENVIRONMENT, true);

    assertThat(store.get("secret", NONE)).isEqualTo(Map.of("secret", "one"));
    assertThat(store.getAll(NONE)).containsOnlyKeys("SECRET", "other");
  }

  @Test
  void whenClosedItRefuses() {
    var store = store("");
    store.close();
    store.close();

    assertThatThrownBy(() -> store.get("FOO", NONE)).isInstanceOf(ComponentException.class);
    assertThatThrownBy(() -> store.getAll(NONE)).isInstanceOf(ComponentException.class);
  }
}

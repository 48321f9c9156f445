package dev.mecha.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mecha.spi.ComponentException;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.secret.SecretFeature;
import dev.mecha.spi.secret.SecretStore;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The contract of a {@link SecretStore} as a suite: extend it in the component's module, say how
 * the store is made and which secrets it holds, and run it against the real engine.
 */
@Timeout(60)
public abstract class SecretStoreTck {

  /** A folder of this test, made before {@link #metadata()} is asked. */
  @TempDir protected Path folder;

  private SecretStore store;

  /**
   * @return a new instance of what makes the store
   */
  protected abstract ComponentProvider<SecretStore> provider();

  /**
   * Prepares the engine and says how to connect to it.
   *
   * @return the metadata to connect with
   * @throws Exception if the test fails
   */
  protected abstract Map<String, String> metadata() throws Exception;

  /**
   * Secrets that are in the store; at least two, one of them with a value that holds quotes, spaces
   * and umlauts if the engine can keep that.
   *
   * @return what {@link SecretStore#get} returns, by name
   */
  protected abstract Map<String, Map<String, String>> secrets();

  /**
   * @return a name under which the store has nothing
   */
  protected String absent() {
    return "no-such-secret";
  }

  /**
   * What the store answers to {@link #absent()}.
   *
   * @return null unless overridden by a store that documents that it cannot tell absent from empty
   */
  protected @Nullable Map<String, String> absentAnswer() {
    return null;
  }

  /**
   * @return the store under test, opened before each test
   */
  protected final SecretStore store() {
    return store;
  }

  @BeforeEach
  final void openStore() throws Exception {
    ComponentProvider<SecretStore> provider = provider();
    store =
        provider.create(
            ComponentContexts.of(provider.types().getFirst(), folder.resolve("home"))
                .name("secretstore")
                .metadata(metadata())
                .context());
  }

  @AfterEach
  final void closeStore() {
    store.close();
  }

  @Test
  void providerIsAServiceWithKindAndTypes() {
    ComponentProvider<SecretStore> provider = provider();
    assertThat(provider.kind()).isEqualTo(SecretStore.class);
    assertThat(provider.types())
        .isNotEmpty()
        .allSatisfy(
            type ->
                assertThat(type)
                    .startsWith("secretstores.")
                    .isEqualTo(type.toLowerCase(Locale.ROOT)));
    assertThat(provider.versions()).isNotEmpty();
    assertThat(
            ServiceLoader.load(ComponentProvider.class).stream()
                .map(ServiceLoader.Provider::type)
                .anyMatch(provider.getClass()::equals))
        .isTrue();
  }

  @Test
  void secretIsFound() throws InterruptedException {
    readAll();
  }

  private void readAll() throws InterruptedException {
    for (var secret : secrets().entrySet()) {
      assertThat(store.get(secret.getKey(), Map.of())).isEqualTo(secret.getValue());
    }
  }

  @Test
  void storeWithoutMultipleValuesKeepsTheValueUnderTheName() throws InterruptedException {
    if (!store.features().contains(SecretFeature.MULTIPLE_KEY_VALUES)) {
      for (String name : secrets().keySet()) {
        assertThat(store.get(name, Map.of())).containsOnlyKeys(name);
      }
    }
  }

  @Test
  void absentSecretIsAnsweredAsSuch() throws InterruptedException {
    assertThat(store.get(absent(), Map.of())).isEqualTo(absentAnswer());
  }

  @Test
  void unknownRequestMetadataChangesNothing() throws InterruptedException {
    var secret = secrets().entrySet().iterator().next();
    assertThat(store.get(secret.getKey(), Map.of("unknown", "x"))).isEqualTo(secret.getValue());
  }

  @Test
  void allSecretsAreListed() throws InterruptedException {
    assertThat(store.getAll(Map.of())).containsAllEntriesOf(secrets()).doesNotContainKey(absent());
  }

  @Test
  void manyThreadsRead() throws Exception {
    VirtualThreads.run(8, thread -> readAll());
  }

  @Test
  void openStoreAnswersPings() throws InterruptedException {
    store.ping();
  }

  @Test
  void textOfAStoreShowsNoSecret() {
    String text = store.toString();
    secrets()
        .values()
        .forEach(
            values -> values.values().forEach(value -> assertThat(text).doesNotContain(value)));
  }

  @Test
  void closedStoreRefusesCallsAndMayBeClosedAgain() {
    String name = secrets().keySet().iterator().next();
    store.close();
    store.close();
    assertThatExceptionOfType(ComponentException.class).isThrownBy(() -> store.get(name, Map.of()));
    assertThatExceptionOfType(ComponentException.class).isThrownBy(() -> store.getAll(Map.of()));
  }
}

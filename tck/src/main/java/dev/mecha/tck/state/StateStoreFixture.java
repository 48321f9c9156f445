package dev.mecha.tck.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.state.DeleteRequest;
import dev.mecha.spi.state.GetRequest;
import dev.mecha.spi.state.SetRequest;
import dev.mecha.spi.state.StateFeature;
import dev.mecha.spi.state.StateStore;
import dev.mecha.spi.state.StateValue;
import dev.mecha.tck.TckClock;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What the checks need to know about the store under test, and their shorthands. */
public interface StateStoreFixture {

  /**
   * @return the store under test, opened before each test
   */
  StateStore store();

  /**
   * Connects once more to the same data; the test's end closes it.
   *
   * @return another store
   * @throws InterruptedException if the test is interrupted
   */
  StateStore open() throws InterruptedException;

  /**
   * @return a new instance of what makes the store
   */
  ComponentProvider<StateStore> provider();

  /**
   * A key that no other test uses.
   *
   * @param name its last part
   * @return the whole key
   */
  String key(String name);

  /**
   * @return the clock in the store's context
   */
  TckClock clock();

  /**
   * Whether {@link #clock()} decides when values expire. If not, the engine's own clock does and
   * the suite waits for it.
   *
   * @return true unless overridden
   */
  default boolean honoursClock() {
    return true;
  }

  /**
   * Whether two stores that are opened with the same metadata at the same time see the same data.
   *
   * @return true unless overridden
   */
  default boolean shared() {
    return true;
  }

  /**
   * Whether data outlives the closing of all stores.
   *
   * @return true unless overridden
   */
  default boolean durable() {
    return true;
  }

  /**
   * Whether a JSON value comes back byte by byte. A store that keeps documents may change white
   * space.
   *
   * @return true unless overridden
   */
  default boolean preservesJsonText() {
    return true;
  }

  /**
   * An ETag that has the right form and never matches.
   *
   * @return a version that no value has
   */
  default String otherEtag() {
    return "7b104dbd-1ae2-4772-bfa0-e29c7b89bc9b";
  }

  /**
   * A text that cannot be an ETag of this store.
   *
   * @return the text, or null if every text has the right form
   */
  default @Nullable String invalidEtag() {
    return null;
  }

  /**
   * Whether the engine can keep such a key; asked for odd ones only.
   *
   * @param key an odd key
   * @return true unless overridden
   */
  default boolean accepts(String key) {
    return true;
  }

  /**
   * Makes the engine hang, so that the calls of {@link #store()} block.
   *
   * @return ends the blockage when closed, or null if this engine cannot be made to hang
   * @throws Exception if the test fails
   */
  default @Nullable AutoCloseable block() throws Exception {
    return null;
  }

  /**
   * Skips the test unless the store has a power.
   *
   * @param feature what the test is about
   */
  default void requires(StateFeature feature) {
    assumeTrue(store().features().contains(feature), () -> "without " + feature);
  }

  /**
   * @param key a key
   * @return what is there, or null
   * @throws InterruptedException if the test is interrupted
   */
  default @Nullable StateValue read(String key) throws InterruptedException {
    return store().get(GetRequest.of(key));
  }

  /**
   * @param key a key
   * @return the value as text, or null
   * @throws InterruptedException if the test is interrupted
   */
  default @Nullable String text(String key) throws InterruptedException {
    StateValue value = read(key);
    return value == null ? null : new String(value.bytes(), StandardCharsets.UTF_8);
  }

  /**
   * @param key a key
   * @return the ETag of what is there
   * @throws InterruptedException if the test is interrupted
   */
  default String etag(String key) throws InterruptedException {
    StateValue value = read(key);
    assertThat(value).as("value under %s", key).isNotNull();
    String etag = value.etag();
    assertThat(etag).as("ETag of %s", key).isNotNull();
    assertThat(etag).isNotEmpty();
    return etag;
  }

  /**
   * @param key a key
   * @param value a text
   * @return a request without conditions
   */
  default SetRequest put(String key, String value) {
    return SetRequest.of(key, value.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Writes without conditions.
   *
   * @param key a key
   * @param value a text
   * @throws InterruptedException if the test is interrupted
   */
  default void write(String key, String value) throws InterruptedException {
    store().set(put(key, value));
  }

  /**
   * Removes without conditions.
   *
   * @param key a key
   * @throws InterruptedException if the test is interrupted
   */
  default void remove(String key) throws InterruptedException {
    store().delete(DeleteRequest.of(key));
  }
}

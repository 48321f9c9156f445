package dev.mecha.tck.configuration;

import dev.mecha.spi.ComponentContext;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.configuration.ConfigurationStore;
import org.jspecify.annotations.Nullable;

/** What the checks of configuration stores have at hand. */
public interface ConfigurationFixture {

  /**
   * @return makes the stores under test
   */
  ComponentProvider<ConfigurationStore> provider();

  /**
   * @return what every store of a test is told
   */
  ComponentContext context();

  /**
   * @return the store that is opened before each test
   */
  ConfigurationStore store();

  /**
   * Opens another store on the same engine, which is closed after the test.
   *
   * @return another one
   * @throws InterruptedException if the test is interrupted
   */
  ConfigurationStore open() throws InterruptedException;

  /**
   * @param name told apart from other names of the test
   * @return a key that no other test uses: letters, digits, dots and underscores
   */
  String key(String name);

  /**
   * Writes an item as those do who write to the engine.
   *
   * @param key the key
   * @param value not empty
   * @param version may be empty
   * @throws Exception if the test fails
   */
  void put(String key, String value, String version) throws Exception;

  /**
   * Removes an item as those do who write to the engine.
   *
   * @param key the key
   * @throws Exception if the test fails
   */
  void remove(String key) throws Exception;

  /** Something that is done to the engine. */
  @FunctionalInterface
  interface Step {
    /**
     * @throws Exception if the test fails
     */
    void run() throws Exception;
  }

  /**
   * Makes the engine go away, does something to what it keeps while no store can see it, and lets
   * it come back.
   *
   * @return does so, or null if the engine cannot go away
   */
  default @Nullable Outage outage() {
    return null;
  }

  /** The time for which an engine is away. */
  @FunctionalInterface
  interface Outage {
    /**
     * @param meanwhile what is done while it is away, with {@link #put} and {@link #remove}
     * @throws Exception if the test fails
     */
    void during(Step meanwhile) throws Exception;
  }
}

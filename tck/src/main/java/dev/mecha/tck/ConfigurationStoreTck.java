package dev.mecha.tck;

import dev.mecha.spi.ComponentContext;
import dev.mecha.spi.configuration.ConfigurationStore;
import dev.mecha.tck.configuration.ItemChecks;
import dev.mecha.tck.configuration.StoreLifeChecks;
import dev.mecha.tck.configuration.SubscriptionChecks;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The contract of a {@link ConfigurationStore} as a suite: extend it in the component's module, say
 * how the store is made and how others write to it, and run it against the real engine.
 */
@Timeout(60)
public abstract class ConfigurationStoreTck
    implements ItemChecks, SubscriptionChecks, StoreLifeChecks {

  /** A folder of this test; {@link ComponentContext#home()} is below it. */
  @TempDir protected Path folder;

  private final String namespace = "tck" + UUID.randomUUID().toString().replace('-', '_');
  private final ConcurrentLinkedQueue<ConfigurationStore> opened = new ConcurrentLinkedQueue<>();
  private ConfigurationStore store;

  /**
   * @return the metadata to connect with; the same during one test
   */
  protected abstract Map<String, String> metadata();

  @Override
  public ComponentContext context() {
    return ComponentContexts.of(provider().types().getFirst(), folder.resolve("home"))
        .name("configstore")
        .metadata(metadata())
        .context();
  }

  @BeforeEach
  final void openStore() throws InterruptedException {
    store = open();
  }

  @AfterEach
  final void closeStores() {
    opened.forEach(ConfigurationStore::close);
  }

  @Override
  public final ConfigurationStore store() {
    return store;
  }

  @Override
  public ConfigurationStore open() throws InterruptedException {
    ConfigurationStore another = provider().create(context());
    opened.add(another);
    return another;
  }

  @Override
  public final String key(String name) {
    return namespace + "." + name;
  }
}

package dev.mecha.tck;

import dev.mecha.spi.ComponentContext;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.state.StateStore;
import dev.mecha.spi.time.Time;
import dev.mecha.tck.state.BulkChecks;
import dev.mecha.tck.state.ConcurrencyChecks;
import dev.mecha.tck.state.EtagChecks;
import dev.mecha.tck.state.KeyChecks;
import dev.mecha.tck.state.LifeChecks;
import dev.mecha.tck.state.ProviderChecks;
import dev.mecha.tck.state.QueryChecks;
import dev.mecha.tck.state.TransactionChecks;
import dev.mecha.tck.state.TtlChecks;
import dev.mecha.tck.state.ValueChecks;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The contract of a {@link StateStore} as a suite: extend it in the component's module, say how the
 * store is made, and run it against the real engine. Hooks with a default, such as {@link
 * #honoursClock()}, say how the engine differs; powers are switched by {@link
 * StateStore#features()}.
 *
 * <pre>{@code
 * class RedisStateStoreTest extends StateStoreTck {
 *   public ComponentProvider<StateStore> provider() {
 *     return new RedisStateStore.Provider();
 *   }
 *
 *   protected Map<String, String> metadata() {
 *     return Map.of("redisHost", SERVER.address());
 *   }
 * }
 * }</pre>
 */
@Timeout(60)
public abstract class StateStoreTck
    implements ProviderChecks,
        ValueChecks,
        EtagChecks,
        ConcurrencyChecks,
        TtlChecks,
        BulkChecks,
        TransactionChecks,
        KeyChecks,
        QueryChecks,
        LifeChecks {

  /** A folder of this test; {@link ComponentContext#home()} is below it. */
  @TempDir protected Path folder;

  private final String namespace = "tck-" + UUID.randomUUID();
  private final TckClock clock = new TckClock();
  private final ConcurrentLinkedQueue<StateStore> opened = new ConcurrentLinkedQueue<>();
  private StateStore store;

  /**
   * @return the metadata to connect with; the same during one test
   */
  protected abstract Map<String, String> metadata();

  /**
   * What the store is told. The clock in it is {@link #clock()} if the store honours it, else the
   * machine's.
   *
   * @return the context of every store of one test
   */
  protected ComponentContext context() {
    ComponentProvider<StateStore> provider = provider();
    return ComponentContexts.of(provider.types().getFirst(), folder.resolve("home"))
        .name("statestore")
        .metadata(metadata())
        .clock(honoursClock() ? clock : Time.system())
        .context();
  }

  @BeforeEach
  final void openStore() throws InterruptedException {
    store = open();
  }

  @AfterEach
  final void closeStores() {
    opened.forEach(StateStore::close);
  }

  @Override
  public final StateStore store() {
    return store;
  }

  @Override
  public StateStore open() throws InterruptedException {
    StateStore another = provider().create(context());
    opened.add(another);
    return another;
  }

  @Override
  public final String key(String name) {
    return namespace + "||" + name;
  }

  @Override
  public final TckClock clock() {
    return clock;
  }
}

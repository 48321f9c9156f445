package dev.mecha.tck;

import dev.mecha.spi.ComponentContext;
import dev.mecha.spi.lock.LockStore;
import dev.mecha.spi.time.Time;
import dev.mecha.tck.lock.ContentionChecks;
import dev.mecha.tck.lock.ExpiryChecks;
import dev.mecha.tck.lock.LockLifeChecks;
import dev.mecha.tck.lock.OwnershipChecks;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The contract of a {@link LockStore} as a suite: extend it in the component's module, say how the
 * store is made, and run it against the real engine. Hooks with a default, such as {@link
 * #honoursClock()}, say how the engine differs.
 */
@Timeout(120)
public abstract class LockStoreTck
    implements OwnershipChecks, ExpiryChecks, ContentionChecks, LockLifeChecks {

  /** A folder of this test; {@link ComponentContext#home()} is below it. */
  @TempDir protected Path folder;

  private final String namespace = "lock||tck-" + UUID.randomUUID();
  private final TckClock clock = new TckClock();
  private final ConcurrentLinkedQueue<LockStore> opened = new ConcurrentLinkedQueue<>();
  private LockStore store;

  /**
   * @return the metadata to connect with; the same during one test
   */
  protected abstract Map<String, String> metadata();

  @Override
  public ComponentContext context() {
    return ComponentContexts.of(provider().types().getFirst(), folder.resolve("home"))
        .name("lockstore")
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
    opened.forEach(LockStore::close);
  }

  @Override
  public final LockStore store() {
    return store;
  }

  @Override
  public LockStore open() throws InterruptedException {
    LockStore another = provider().create(context());
    opened.add(another);
    return another;
  }

  @Override
  public final String resource(String name) {
    return namespace + "||" + name;
  }

  @Override
  public final TckClock clock() {
    return clock;
  }
}

package dev.mecha.kernel.registry;

import dev.mecha.spi.ComponentContext;
import dev.mecha.spi.state.DeleteRequest;
import dev.mecha.spi.state.GetRequest;
import dev.mecha.spi.state.SetRequest;
import dev.mecha.spi.state.StateFeature;
import dev.mecha.spi.state.StateStore;
import dev.mecha.spi.state.StateValue;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A store that holds nothing, but knows what it was told and whether it is open. */
class FakeStateStore implements StateStore {

  final ComponentContext context;
  final AtomicInteger closed = new AtomicInteger();

  FakeStateStore(ComponentContext context) {
    this.context = context;
  }

  boolean isOpen() {
    return closed.get() == 0;
  }

  @Override
  public Set<StateFeature> features() {
    return EnumSet.of(StateFeature.TRANSACTIONAL, StateFeature.ETAG, StateFeature.BULK_GET);
  }

  @Override
  public @Nullable StateValue get(GetRequest request) {
    if (!isOpen()) {
      throw new AssertionError("called after it was closed");
    }
    return null;
  }

  @Override
  public void set(SetRequest request) {}

  @Override
  public void delete(DeleteRequest request) {}

  @Override
  public void close() {
    closed.incrementAndGet();
  }
}

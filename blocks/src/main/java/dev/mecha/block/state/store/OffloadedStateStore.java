package dev.mecha.block.state.store;

import dev.mecha.kernel.registry.Offload;
import dev.mecha.spi.state.BulkItem;
import dev.mecha.spi.state.DeleteRequest;
import dev.mecha.spi.state.GetRequest;
import dev.mecha.spi.state.KeysPage;
import dev.mecha.spi.state.QueryResult;
import dev.mecha.spi.state.SetRequest;
import dev.mecha.spi.state.StateOperation;
import dev.mecha.spi.state.StateQuery;
import dev.mecha.spi.state.StateStore;
import dev.mecha.spi.state.StateValue;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Calls a store that may hold its thread away from the threads that serve the network. */
final class OffloadedStateStore extends ForwardingStateStore {

  private final Offload offload;

  OffloadedStateStore(StateStore inner, Offload offload) {
    super(inner);
    this.offload = offload;
  }

  @Override
  public @Nullable StateValue get(GetRequest request) throws InterruptedException {
    return offload.<@Nullable StateValue>call(() -> inner.get(request));
  }

  @Override
  public List<BulkItem> bulkGet(List<GetRequest> requests) throws InterruptedException {
    return offload.call(() -> inner.bulkGet(requests));
  }

  @Override
  public void set(SetRequest request) throws InterruptedException {
    run(() -> inner.set(request));
  }

  @Override
  public void delete(DeleteRequest request) throws InterruptedException {
    run(() -> inner.delete(request));
  }

  @Override
  public void bulkWrite(List<? extends StateOperation> operations) throws InterruptedException {
    run(() -> inner.bulkWrite(operations));
  }

  @Override
  public void transact(List<StateOperation> operations, Map<String, String> metadata)
      throws InterruptedException {
    run(() -> inner.transact(operations, metadata));
  }

  @Override
  public QueryResult query(StateQuery query, Map<String, String> metadata)
      throws InterruptedException {
    return offload.call(() -> inner.query(query, metadata));
  }

  @Override
  public long deleteWithPrefix(String prefix) throws InterruptedException {
    return offload.call(() -> inner.deleteWithPrefix(prefix));
  }

  @Override
  public KeysPage keysLike(String pattern, int limit, @Nullable String continuationToken)
      throws InterruptedException {
    return offload.call(() -> inner.keysLike(pattern, limit, continuationToken));
  }

  @Override
  public void ping() throws InterruptedException {
    run(inner::ping);
  }

  @Override
  public boolean neverHoldsCarrier() {
    return true;
  }

  private void run(Action action) throws InterruptedException {
    offload.call(
        () -> {
          action.run();
          return true;
        });
  }

  private interface Action {
    void run() throws InterruptedException;
  }
}

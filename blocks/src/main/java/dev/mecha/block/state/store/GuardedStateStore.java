package dev.mecha.block.state.store;

import dev.mecha.kernel.resilience.CircuitOpenException;
import dev.mecha.kernel.resilience.Guard;
import dev.mecha.kernel.resilience.GuardTimeoutException;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.state.BulkItem;
import dev.mecha.spi.state.DeleteRequest;
import dev.mecha.spi.state.ETagException;
import dev.mecha.spi.state.GetRequest;
import dev.mecha.spi.state.InvalidTimeToLiveException;
import dev.mecha.spi.state.KeysPage;
import dev.mecha.spi.state.QueryResult;
import dev.mecha.spi.state.SetRequest;
import dev.mecha.spi.state.StateOperation;
import dev.mecha.spi.state.StateQuery;
import dev.mecha.spi.state.StateStore;
import dev.mecha.spi.state.StateValue;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Calls a store under the policies that are written for it. A condition that does not hold and a
 * request that is wrong are answers, not failures: they are not tried again, and no breaker opens
 * for them. Of a bulk call only what has failed is tried again.
 */
final class GuardedStateStore extends ForwardingStateStore {

  private final Guard guard;

  GuardedStateStore(StateStore inner, Guard guard) {
    super(inner);
    this.guard = guard;
  }

  @Override
  public @Nullable StateValue get(GetRequest request) throws InterruptedException {
    return this.<@Nullable StateValue>guarded(() -> inner.get(request));
  }

  @Override
  public List<BulkItem> bulkGet(List<GetRequest> requests) throws InterruptedException {
    return guarded(() -> inner.bulkGet(requests));
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
    var writes = new PendingWrites(operations);
    run(() -> writes.tryOn(inner));
    writes.throwConflicts();
  }

  @Override
  public void transact(List<StateOperation> operations, Map<String, String> metadata)
      throws InterruptedException {
    run(() -> inner.transact(operations, metadata));
  }

  @Override
  public QueryResult query(StateQuery query, Map<String, String> metadata)
      throws InterruptedException {
    return guarded(() -> inner.query(query, metadata));
  }

  @Override
  public long deleteWithPrefix(String prefix) throws InterruptedException {
    return guarded(() -> inner.deleteWithPrefix(prefix));
  }

  @Override
  public KeysPage keysLike(String pattern, int limit, @Nullable String continuationToken)
      throws InterruptedException {
    return guarded(() -> inner.keysLike(pattern, limit, continuationToken));
  }

  private void run(Action action) throws InterruptedException {
    guarded(
        () -> {
          action.run();
          return true;
        });
  }

  /** What ends a call from outside is shown as the store's failure, as the peer shows it. */
  private <T extends @Nullable Object> T guarded(Call<T> call) throws InterruptedException {
    try {
      return guard.run(() -> answer(call)).get();
    } catch (GuardTimeoutException | CircuitOpenException e) {
      throw new ComponentException(String.valueOf(e.getMessage()), e);
    }
  }

  private static <T extends @Nullable Object> Supplier<T> answer(Call<T> call)
      throws InterruptedException {
    try {
      T result = call.run();
      return () -> result;
    } catch (ETagException | InvalidTimeToLiveException e) {
      return () -> {
        throw e;
      };
    }
  }

  private interface Call<T extends @Nullable Object> {
    T run() throws InterruptedException;
  }

  private interface Action {
    void run() throws InterruptedException;
  }
}

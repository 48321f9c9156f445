package dev.mecha.block.state.store;

import dev.mecha.spi.state.BulkItem;
import dev.mecha.spi.state.DeleteRequest;
import dev.mecha.spi.state.GetRequest;
import dev.mecha.spi.state.KeysPage;
import dev.mecha.spi.state.QueryResult;
import dev.mecha.spi.state.SetRequest;
import dev.mecha.spi.state.StateFeature;
import dev.mecha.spi.state.StateOperation;
import dev.mecha.spi.state.StateQuery;
import dev.mecha.spi.state.StateStore;
import dev.mecha.spi.state.StateValue;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Passes every call on, so that a decorator names only what it changes and loses no power of what
 * it wraps.
 */
public abstract class ForwardingStateStore implements StateStore {

  /** What is decorated. */
  protected final StateStore inner;

  /**
   * @param inner what is decorated
   */
  protected ForwardingStateStore(StateStore inner) {
    this.inner = inner;
  }

  @Override
  public Set<StateFeature> features() {
    return inner.features();
  }

  @Override
  public @Nullable StateValue get(GetRequest request) throws InterruptedException {
    return inner.get(request);
  }

  @Override
  public List<BulkItem> bulkGet(List<GetRequest> requests) throws InterruptedException {
    return inner.bulkGet(requests);
  }

  @Override
  public void set(SetRequest request) throws InterruptedException {
    inner.set(request);
  }

  @Override
  public void delete(DeleteRequest request) throws InterruptedException {
    inner.delete(request);
  }

  @Override
  public void bulkWrite(List<? extends StateOperation> operations) throws InterruptedException {
    inner.bulkWrite(operations);
  }

  @Override
  public void transact(List<StateOperation> operations, Map<String, String> metadata)
      throws InterruptedException {
    inner.transact(operations, metadata);
  }

  @Override
  public int maxTransactionOperations() {
    return inner.maxTransactionOperations();
  }

  @Override
  public QueryResult query(StateQuery query, Map<String, String> metadata)
      throws InterruptedException {
    return inner.query(query, metadata);
  }

  @Override
  public long deleteWithPrefix(String prefix) throws InterruptedException {
    return inner.deleteWithPrefix(prefix);
  }

  @Override
  public KeysPage keysLike(String pattern, int limit, @Nullable String continuationToken)
      throws InterruptedException {
    return inner.keysLike(pattern, limit, continuationToken);
  }

  @Override
  public boolean neverHoldsCarrier() {
    return inner.neverHoldsCarrier();
  }

  @Override
  public void ping() throws InterruptedException {
    inner.ping();
  }

  @Override
  public void close() {
    inner.close();
  }
}

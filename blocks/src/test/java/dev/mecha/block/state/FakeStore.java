package dev.mecha.block.state;

import dev.mecha.spi.ComponentException;
import dev.mecha.spi.state.BulkItem;
import dev.mecha.spi.state.DeleteRequest;
import dev.mecha.spi.state.ETagException;
import dev.mecha.spi.state.GetRequest;
import dev.mecha.spi.state.QueryResult;
import dev.mecha.spi.state.SetRequest;
import dev.mecha.spi.state.StateFeature;
import dev.mecha.spi.state.StateOperation;
import dev.mecha.spi.state.StateQuery;
import dev.mecha.spi.state.StateStore;
import dev.mecha.spi.state.StateValue;
import dev.mecha.spi.state.TimeToLive;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** A store in a map that can be told to fail, and that remembers what it was asked. */
public final class FakeStore implements StateStore {

  /** What it can do. */
  public Set<StateFeature> features = Set.of(StateFeature.ETAG, StateFeature.TRANSACTIONAL);

  /** Thrown by every call if set. */
  public @Nullable ComponentException failure;

  /** The limit of transactions. */
  public int maxOperations;

  /** The values by the key in the store. */
  public final Map<String, StateValue> values = new ConcurrentSkipListMap<>();

  /** Every write in order. */
  public final List<StateOperation> writes = new ArrayList<>();

  /** Every query in order. */
  public final List<StateQuery> queries = new ArrayList<>();

  private int version;

  @Override
  public Set<StateFeature> features() {
    return features;
  }

  @Override
  public @Nullable StateValue get(GetRequest request) {
    check();
    return values.get(request.key());
  }

  @Override
  public void set(SetRequest request) {
    checkEtag(request);
    TimeToLive.seconds(request.metadata());
    writes.add(request);
    values.put(request.key(), new StateValue(request.value(), "" + ++version, Map.of()));
  }

  @Override
  public void delete(DeleteRequest request) {
    checkEtag(request);
    writes.add(request);
    values.remove(request.key());
  }

  @Override
  public void transact(List<StateOperation> operations, Map<String, String> metadata)
      throws InterruptedException {
    check();
    for (StateOperation operation : operations) {
      write(operation);
    }
  }

  @Override
  public int maxTransactionOperations() {
    return maxOperations;
  }

  @Override
  public QueryResult query(StateQuery query, Map<String, String> metadata) {
    check();
    queries.add(query);
    var items =
        values.entrySet().stream()
            .map(entry -> new BulkItem(entry.getKey(), entry.getValue(), null))
            .toList();
    return new QueryResult(items, "next", Map.of("k", "v"));
  }

  private void checkEtag(StateOperation operation) {
    check();
    String etag = operation.etag();
    if (etag != null && !etag.matches("\\d+")) {
      throw ETagException.invalid(etag);
    }
    StateValue current = values.get(operation.key());
    if (etag != null && (current == null || !Objects.equals(current.etag(), etag))) {
      throw ETagException.mismatch(operation.key());
    }
  }

  private void check() {
    if (failure != null) {
      throw failure;
    }
  }

  @Override
  public void close() {}
}

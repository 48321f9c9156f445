package dev.mecha.block.state.store;

import dev.mecha.spi.ComponentException;
import dev.mecha.spi.state.BulkItem;
import dev.mecha.spi.state.BulkStateException;
import dev.mecha.spi.state.DeleteRequest;
import dev.mecha.spi.state.GetRequest;
import dev.mecha.spi.state.QueryResult;
import dev.mecha.spi.state.SetRequest;
import dev.mecha.spi.state.StateOperation;
import dev.mecha.spi.state.StateQuery;
import dev.mecha.spi.state.StateStore;
import dev.mecha.spi.state.StateValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Puts the {@link KeyPrefix} before every key on the way in and takes it off on the way out. Key
 * patterns and prefixes of bulk deletion are not the application's and pass as they are.
 */
final class PrefixedStateStore extends ForwardingStateStore {

  private final KeyPrefix prefix;

  PrefixedStateStore(StateStore inner, KeyPrefix prefix) {
    super(inner);
    this.prefix = prefix;
  }

  @Override
  public @Nullable StateValue get(GetRequest request) throws InterruptedException {
    return inner.get(stored(request));
  }

  @Override
  public List<BulkItem> bulkGet(List<GetRequest> requests) throws InterruptedException {
    return original(inner.bulkGet(requests.stream().map(this::stored).toList()));
  }

  @Override
  public void set(SetRequest request) throws InterruptedException {
    inner.set(request.withKey(prefix.store(request.key())));
  }

  @Override
  public void delete(DeleteRequest request) throws InterruptedException {
    inner.delete(request.withKey(prefix.store(request.key())));
  }

  @Override
  public void bulkWrite(List<? extends StateOperation> operations) throws InterruptedException {
    try {
      inner.bulkWrite(stored(operations));
    } catch (BulkStateException e) {
      var failures = new LinkedHashMap<String, ComponentException>();
      e.failures().forEach((key, failure) -> failures.put(KeyPrefix.original(key), failure));
      throw new BulkStateException(failures);
    }
  }

  @Override
  public void transact(List<StateOperation> operations, Map<String, String> metadata)
      throws InterruptedException {
    inner.transact(stored(operations), metadata);
  }

  @Override
  public QueryResult query(StateQuery query, Map<String, String> metadata)
      throws InterruptedException {
    QueryResult result = inner.query(query, metadata);
    return new QueryResult(original(result.items()), result.token(), result.metadata());
  }

  private GetRequest stored(GetRequest request) {
    return new GetRequest(prefix.store(request.key()), request.consistency(), request.metadata());
  }

  private List<StateOperation> stored(List<? extends StateOperation> operations) {
    return operations.stream()
        .map(operation -> operation.withKey(prefix.store(operation.key())))
        .toList();
  }

  private static List<BulkItem> original(List<BulkItem> items) {
    return items.stream()
        .map(item -> new BulkItem(KeyPrefix.original(item.key()), item.value(), item.error()))
        .toList();
  }
}

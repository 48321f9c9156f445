package dev.mecha.block.state;

import dev.mecha.block.state.store.IllegalKeyException;
import dev.mecha.kernel.error.ApiError;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.state.BulkItem;
import dev.mecha.spi.state.DeleteRequest;
import dev.mecha.spi.state.GetRequest;
import dev.mecha.spi.state.QueryResult;
import dev.mecha.spi.state.SetRequest;
import dev.mecha.spi.state.StateFeature;
import dev.mecha.spi.state.StateOperation;
import dev.mecha.spi.state.StateQuery;
import dev.mecha.spi.state.StateStore;
import dev.mecha.spi.state.StateValue;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The state API without a transport: finds the store, checks what the API checks, turns failures
 * into answers.
 */
final class StateService {

  private final StateStores stores;
  private final String appId;

  StateService(StateStores stores, String appId) {
    this.stores = stores;
    this.appId = appId;
  }

  @Nullable StateValue get(String name, GetRequest request) throws InterruptedException {
    StateStore store = store(name);
    return answered(name, e -> StateErrors.get(name, request.key(), e), () -> store.get(request));
  }

  /**
   * @param parallelism how many reads at once for stores that read one key at a time; 0 or less for
   *     all
   * @return the items in the order of the requests
   */
  List<BulkItem> bulkGet(String name, List<GetRequest> requests, int parallelism)
      throws InterruptedException {
    StateStore store = store(name);
    if (requests.isEmpty()) {
      return List.of();
    }
    return answered(
        name, StateErrors::bulkGet, () -> BulkRead.inOrder(store, requests, parallelism));
  }

  void save(String name, List<SetRequest> requests) throws InterruptedException {
    StateStore store = store(name);
    answered(
        name,
        e -> StateErrors.save(name, e),
        () -> {
          if (requests.size() == 1) {
            store.set(requests.getFirst());
          } else if (!requests.isEmpty()) {
            store.bulkWrite(requests);
          }
          return true;
        });
  }

  void delete(String name, DeleteRequest request) throws InterruptedException {
    StateStore store = store(name);
    answered(
        name,
        e -> StateErrors.delete(request.key(), e),
        () -> {
          store.delete(request);
          return true;
        });
  }

  void bulkDelete(String name, List<DeleteRequest> requests) throws InterruptedException {
    StateStore store = store(name);
    answered(
        name,
        e -> StateErrors.bulkDelete(name, e),
        () -> {
          if (!requests.isEmpty()) {
            store.bulkWrite(requests);
          }
          return true;
        });
  }

  /**
   * Refuses before the request is read, as the peer does, so that a bad body does not hide that it
   * cannot work.
   */
  void requireTransactions(String name) {
    if (!store(name).features().contains(StateFeature.TRANSACTIONAL)) {
      throw StateErrors.transactionsNotSupported(name).asException();
    }
  }

  void transact(String name, List<StateOperation> operations, Map<String, String> metadata)
      throws InterruptedException {
    StateStore store = store(name);
    requireTransactions(name);
    int max = store.maxTransactionOperations();
    if (max > 0 && operations.size() > max) {
      throw StateErrors.tooManyOperations(name, operations.size(), max).asException();
    }
    answered(
        name,
        StateErrors::transaction,
        () -> {
          if (!operations.isEmpty()) {
            store.transact(operations, metadata);
          }
          return true;
        });
  }

  QueryResult query(String name, byte[] query, Map<String, String> metadata)
      throws InterruptedException {
    StateStore store = store(name);
    if (!store.features().contains(StateFeature.QUERY)) {
      throw StateErrors.queryNotSupported(name).asException();
    }
    StateQuery parsed = QueryJson.parse(name, query);
    return answered(
        name,
        e -> StateErrors.queryFailed(name, String.valueOf(e.getMessage())),
        () -> store.query(parsed, metadata));
  }

  private StateStore store(String name) {
    StateStore store = stores.find(name);
    if (store != null) {
      return store;
    }
    throw (stores.isEmpty()
            ? StateErrors.notConfigured(name, appId)
            : StateErrors.notFound(name, appId))
        .asException();
  }

  private static <T extends @Nullable Object> T answered(
      String name, Function<ComponentException, ApiError> error, Call<T> call)
      throws InterruptedException {
    try {
      return call.run();
    } catch (IllegalKeyException e) {
      throw StateErrors.illegalKey(name, e).asException();
    } catch (ComponentException e) {
      throw error.apply(e).asException();
    }
  }

  private interface Call<T extends @Nullable Object> {
    T run() throws InterruptedException;
  }
}

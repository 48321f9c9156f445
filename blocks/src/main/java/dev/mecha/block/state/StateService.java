package dev.mecha.block.state;

import dev.mecha.block.state.store.IllegalKeyException;
import dev.mecha.block.state.store.TransactionHook;
import dev.mecha.kernel.error.ApiError;
import dev.mecha.kernel.registry.Lease;
import dev.mecha.kernel.registry.Registry;
import dev.mecha.kernel.trace.TraceContext;
import dev.mecha.spi.AnsweredException;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.state.BulkItem;
import dev.mecha.spi.state.DeleteRequest;
import dev.mecha.spi.state.GetRequest;
import dev.mecha.spi.state.QueryResult;
import dev.mecha.spi.state.SetRequest;
import dev.mecha.spi.state.StateFeature;
import dev.mecha.spi.state.StateOperation;
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

  private final Registry<StateStore> stores;
  private final String appId;
  private final boolean grpc;

  StateService(Registry<StateStore> stores, String appId) {
    this(stores, appId, false);
  }

  private StateService(Registry<StateStore> stores, String appId, boolean grpc) {
    this.stores = stores;
    this.appId = appId;
    this.grpc = grpc;
  }

  /**
   * @return the same with the errors that callers over gRPC get: what a component says itself is
   *     the whole error, and none names the application
   */
  StateService overGrpc() {
    return new StateService(stores, "", true);
  }

  @Nullable StateValue get(String name, GetRequest request) throws InterruptedException {
    return call(
        name, words(e -> StateErrors.get(name, request.key(), e)), store -> store.get(request));
  }

  /**
   * @param parallelism how many reads at once for stores that read one key at a time; 0 or less for
   *     all
   * @return the items in the order of the requests
   */
  List<BulkItem> bulkGet(String name, List<GetRequest> requests, int parallelism)
      throws InterruptedException {
    return call(
        name,
        words(StateErrors::bulkGet),
        store -> requests.isEmpty() ? List.of() : BulkRead.inOrder(store, requests, parallelism));
  }

  void save(String name, List<SetRequest> requests) throws InterruptedException {
    write(
        name,
        words(e -> StateErrors.save(name, e)),
        store -> {
          if (requests.size() == 1) {
            store.set(requests.getFirst());
          } else if (!requests.isEmpty()) {
            store.bulkWrite(requests);
          }
        });
  }

  void delete(String name, DeleteRequest request) throws InterruptedException {
    write(name, words(e -> StateErrors.delete(request.key(), e)), store -> store.delete(request));
  }

  void bulkDelete(String name, List<DeleteRequest> requests) throws InterruptedException {
    write(
        name,
        words(e -> StateErrors.bulkDelete(name, e)),
        store -> {
          if (!requests.isEmpty()) {
            store.bulkWrite(requests);
          }
        });
  }

  /**
   * Refuses a store that does not exist before the request is read, as the peer does, so that a bad
   * body does not hide that the request could not work anyway.
   */
  void requireStore(String name) {
    lease(name).close();
  }

  /** Refuses a store that has no transactions before the request is read. */
  void requireTransactions(String name) {
    try (Lease<StateStore> lease = lease(name)) {
      if (!lease.component().features().contains(StateFeature.TRANSACTIONAL)) {
        throw StateErrors.transactionsNotSupported(name).asException();
      }
    }
  }

  void transact(
      String name,
      List<StateOperation> operations,
      Map<String, String> metadata,
      TraceContext trace)
      throws InterruptedException {
    requireTransactions(name);
    write(
        name,
        StateErrors::transaction,
        store -> {
          int max = store.maxTransactionOperations();
          if (max > 0 && operations.size() > max) {
            throw StateErrors.tooManyOperations(name, operations.size(), max).asException();
          }
          if (!operations.isEmpty()) {
            ScopedValue.where(TransactionHook.TRACE, trace)
                .call(() -> done(store, operations, metadata));
          }
        });
  }

  private static boolean done(
      StateStore store, List<StateOperation> operations, Map<String, String> metadata)
      throws InterruptedException {
    store.transact(operations, metadata);
    return true;
  }

  QueryResult query(String name, byte[] query, Map<String, String> metadata)
      throws InterruptedException {
    return call(
        name,
        e -> StateErrors.query(name, e),
        store -> {
          if (!store.features().contains(StateFeature.QUERY)) {
            throw StateErrors.queryNotSupported(name).asException();
          }
          return store.query(QueryJson.parse(name, query), metadata);
        });
  }

  private Function<ComponentException, ApiError> words(
      Function<ComponentException, ApiError> ours) {
    return e -> grpc && e instanceof AnsweredException own ? StateErrors.own(own) : ours.apply(e);
  }

  private Lease<StateStore> lease(String name) {
    Lease<StateStore> lease = stores.lease(name);
    if (lease != null) {
      return lease;
    }
    throw (stores.isEmpty()
            ? StateErrors.notConfigured(name, appId)
            : StateErrors.notFound(name, appId))
        .asException();
  }

  private void write(String name, Function<ComponentException, ApiError> error, Write write)
      throws InterruptedException {
    call(
        name,
        error,
        store -> {
          write.run(store);
          return true;
        });
  }

  private <T extends @Nullable Object> T call(
      String name, Function<ComponentException, ApiError> error, Call<T> call)
      throws InterruptedException {
    try (Lease<StateStore> lease = lease(name)) {
      return call.run(lease.component());
    } catch (IllegalKeyException e) {
      throw StateErrors.illegalKey(name, e).asException();
    } catch (ComponentException e) {
      throw error.apply(e).asException();
    }
  }

  private interface Call<T extends @Nullable Object> {
    T run(StateStore store) throws InterruptedException;
  }

  private interface Write {
    void run(StateStore store) throws InterruptedException;
  }
}

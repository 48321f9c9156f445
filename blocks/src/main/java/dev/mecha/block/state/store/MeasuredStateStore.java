package dev.mecha.block.state.store;

import dev.mecha.spi.state.BulkItem;
import dev.mecha.spi.state.DeleteRequest;
import dev.mecha.spi.state.GetRequest;
import dev.mecha.spi.state.QueryResult;
import dev.mecha.spi.state.SetRequest;
import dev.mecha.spi.state.StateOperation;
import dev.mecha.spi.state.StateQuery;
import dev.mecha.spi.state.StateStore;
import dev.mecha.spi.state.StateValue;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tells a {@link StateCallRecorder} of every call. */
final class MeasuredStateStore extends ForwardingStateStore {

  private final String name;
  private final StateCallRecorder recorder;

  MeasuredStateStore(StateStore inner, String name, StateCallRecorder recorder) {
    super(inner);
    this.name = name;
    this.recorder = recorder;
  }

  @Override
  public @Nullable StateValue get(GetRequest request) throws InterruptedException {
    return measured("get", () -> inner.get(request));
  }

  @Override
  public List<BulkItem> bulkGet(List<GetRequest> requests) throws InterruptedException {
    return measured("bulk_get", () -> inner.bulkGet(requests));
  }

  @Override
  public void set(SetRequest request) throws InterruptedException {
    measured("set", () -> done(() -> inner.set(request)));
  }

  @Override
  public void delete(DeleteRequest request) throws InterruptedException {
    measured("delete", () -> done(() -> inner.delete(request)));
  }

  @Override
  public void bulkWrite(List<? extends StateOperation> operations) throws InterruptedException {
    boolean deletes = operations.stream().allMatch(DeleteRequest.class::isInstance);
    measured(deletes ? "bulk_delete" : "set", () -> done(() -> inner.bulkWrite(operations)));
  }

  @Override
  public void transact(List<StateOperation> operations, Map<String, String> metadata)
      throws InterruptedException {
    measured("transaction", () -> done(() -> inner.transact(operations, metadata)));
  }

  @Override
  public QueryResult query(StateQuery query, Map<String, String> metadata)
      throws InterruptedException {
    return measured("query", () -> inner.query(query, metadata));
  }

  private static Boolean done(Action action) throws InterruptedException {
    action.run();
    return true;
  }

  private <T extends @Nullable Object> T measured(String operation, Call<T> call)
      throws InterruptedException {
    long start = System.nanoTime();
    boolean success = false;
    try {
      T result = call.run();
      success = true;
      return result;
    } finally {
      recorder.record(name, operation, success, System.nanoTime() - start);
    }
  }

  private interface Call<T extends @Nullable Object> {
    T run() throws InterruptedException;
  }

  private interface Action {
    void run() throws InterruptedException;
  }
}

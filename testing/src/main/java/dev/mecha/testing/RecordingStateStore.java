package dev.mecha.testing;

import dev.mecha.block.state.store.ForwardingStateStore;
import dev.mecha.spi.state.DeleteRequest;
import dev.mecha.spi.state.SetRequest;
import dev.mecha.spi.state.StateOperation;
import dev.mecha.spi.state.StateStore;
import java.util.List;
import java.util.Map;

/** Records what is written. */
final class RecordingStateStore extends ForwardingStateStore {

  private final String name;
  private final Recordings recordings;

  RecordingStateStore(StateStore inner, String name, Recordings recordings) {
    super(inner);
    this.name = name;
    this.recordings = recordings;
  }

  @Override
  public void set(SetRequest request) throws InterruptedException {
    inner.set(request);
    record(request);
  }

  @Override
  public void delete(DeleteRequest request) throws InterruptedException {
    inner.delete(request);
    record(request);
  }

  @Override
  public void bulkWrite(List<? extends StateOperation> operations) throws InterruptedException {
    inner.bulkWrite(operations);
    operations.forEach(this::record);
  }

  @Override
  public void transact(List<StateOperation> operations, Map<String, String> metadata)
      throws InterruptedException {
    inner.transact(operations, metadata);
    operations.forEach(this::record);
  }

  private void record(StateOperation operation) {
    recordings.saved(
        switch (operation) {
          case SetRequest set -> new SavedState(name, set.key(), set.value());
          case DeleteRequest delete -> new SavedState(name, delete.key(), null);
        });
  }
}

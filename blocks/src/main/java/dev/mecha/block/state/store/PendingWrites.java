package dev.mecha.block.state.store;

import dev.mecha.spi.ComponentException;
import dev.mecha.spi.state.BulkStateException;
import dev.mecha.spi.state.ETagException;
import dev.mecha.spi.state.StateOperation;
import dev.mecha.spi.state.StateStore;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The writes of a bulk call that are not done yet, from one try to the next. For one thread. */
final class PendingWrites {

  private final boolean single;
  private final Map<String, ComponentException> conflicts = new LinkedHashMap<>();
  private List<? extends StateOperation> pending;

  PendingWrites(List<? extends StateOperation> operations) {
    this.single = operations.size() == 1;
    this.pending = operations;
  }

  /**
   * @throws ComponentException if something failed that another try may do
   */
  void tryOn(StateStore store) throws InterruptedException {
    try {
      store.bulkWrite(pending);
    } catch (BulkStateException e) {
      settle(e.failures());
    } catch (ComponentException e) {
      if (single || pending.size() > 1) {
        throw e;
      }
      settle(Map.of(pending.getFirst().key(), e)); // the last of several
    }
  }

  private void settle(Map<String, ComponentException> failures) {
    failures.forEach(
        (key, failure) -> {
          if (failure instanceof ETagException) {
            conflicts.put(key, failure);
          }
        });
    pending =
        pending.stream()
            .filter(write -> failures.containsKey(write.key()))
            .filter(write -> !conflicts.containsKey(write.key()))
            .toList();
    if (!pending.isEmpty()) {
      var notDone = new LinkedHashMap<>(failures);
      notDone.putAll(conflicts);
      throw new BulkStateException(notDone);
    }
  }

  /**
   * @throws BulkStateException if conditions did not hold
   */
  void throwConflicts() {
    if (!conflicts.isEmpty()) {
      throw new BulkStateException(conflicts);
    }
  }
}

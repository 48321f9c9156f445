package dev.mecha.block.state.store;

import dev.mecha.kernel.trace.TraceContext;
import dev.mecha.spi.state.StateOperation;
import dev.mecha.spi.state.StateStore;
import java.util.List;

/** Adds to the transactions of a store, before they are performed. */
public interface TransactionHook {

  /** The trace of the request whose transaction is performed, where there is one. */
  ScopedValue<TraceContext> TRACE = ScopedValue.newInstance();

  /**
   * The store is there.
   *
   * @param store whose keys are as they stand: without the application's prefix
   */
  void attached(StateStore store);

  /**
   * A transaction is about to be performed.
   *
   * @param operations what it writes, with the keys as they stand in the store
   * @param trace of the request, {@link TraceContext#NONE} if there is none
   * @return what it writes instead
   * @throws dev.mecha.kernel.error.ApiException if it must not be performed
   * @throws InterruptedException if the caller was interrupted
   */
  List<StateOperation> before(List<StateOperation> operations, TraceContext trace)
      throws InterruptedException;
}

package dev.mecha.block.state.store;

import dev.mecha.kernel.trace.TraceContext;
import dev.mecha.spi.state.StateOperation;
import dev.mecha.spi.state.StateStore;
import java.util.List;
import java.util.Map;

/** Shows transactions to a {@link TransactionHook} first. */
final class HookedStateStore extends ForwardingStateStore {

  private final TransactionHook hook;

  HookedStateStore(StateStore inner, TransactionHook hook) {
    super(inner);
    this.hook = hook;
    hook.attached(inner);
  }

  @Override
  public void transact(List<StateOperation> operations, Map<String, String> metadata)
      throws InterruptedException {
    TraceContext trace = TransactionHook.TRACE.orElse(TraceContext.NONE);
    inner.transact(hook.before(operations, trace), metadata);
  }
}

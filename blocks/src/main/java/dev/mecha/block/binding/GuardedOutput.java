package dev.mecha.block.binding;

import dev.mecha.kernel.registry.Offload;
import dev.mecha.kernel.resilience.CircuitOpenException;
import dev.mecha.kernel.resilience.Guard;
import dev.mecha.kernel.resilience.GuardTimeoutException;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.binding.BindingRequest;
import dev.mecha.spi.binding.BindingResponse;
import dev.mecha.spi.binding.OutputBinding;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Asks an output binding under its policies, away from the network's threads if need be. */
final class GuardedOutput implements OutputBinding {

  private final OutputBinding component;
  private final Guard guard;
  private final @Nullable Offload offload;

  /**
   * @param offload null for a component that never holds its thread
   */
  GuardedOutput(OutputBinding component, Guard guard, @Nullable Offload offload) {
    this.component = component;
    this.guard = guard;
    this.offload = offload;
  }

  @Override
  public List<String> operations() {
    return component.operations();
  }

  @Override
  public @Nullable BindingResponse invoke(BindingRequest request) throws InterruptedException {
    try {
      return guard.run(() -> Optional.ofNullable(attempt(request))).orElse(null);
    } catch (GuardTimeoutException | CircuitOpenException e) {
      throw new ComponentException(String.valueOf(e.getMessage()), e);
    }
  }

  private @Nullable BindingResponse attempt(BindingRequest request) throws InterruptedException {
    return offload == null
        ? component.invoke(request)
        : offload.<@Nullable BindingResponse>call(() -> component.invoke(request));
  }

  @Override
  public void close() {
    component.close();
  }
}

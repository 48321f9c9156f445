package dev.mecha.block.binding;

import dev.mecha.kernel.observe.ComponentMetrics;
import dev.mecha.kernel.registry.Lease;
import dev.mecha.kernel.registry.Registry;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.binding.Binding;
import dev.mecha.spi.binding.BindingRequest;
import dev.mecha.spi.binding.BindingResponse;
import dev.mecha.spi.binding.OutputBinding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the binding that is meant and asks it. */
public final class OutputBindings {

  private final Registry<Binding> bindings;
  private final ComponentMetrics.Operations metrics;

  /**
   * @param bindings the registered bindings
   * @param metrics counts what applications ask for
   */
  public OutputBindings(Registry<Binding> bindings, ComponentMetrics.Operations metrics) {
    this.bindings = bindings;
    this.metrics = metrics;
  }

  /**
   * Asks on behalf of the application, which is counted.
   *
   * @throws ComponentException if it failed; its message does not name the binding
   */
  @Nullable BindingResponse invoke(String name, BindingRequest request)
      throws InterruptedException {
    long start = System.nanoTime();
    boolean success = false;
    try {
      BindingResponse response = send(name, request);
      success = true;
      return response;
    } finally {
      metrics.record(name, request.operation(), success, System.nanoTime() - start);
    }
  }

  /** Asks. */
  @Nullable BindingResponse send(String name, BindingRequest request) throws InterruptedException {
    if (request.operation().isEmpty()) {
      throw new ComponentException("operation field is missing from request");
    }
    try (Lease<Binding> lease = bindings.lease(name)) {
      OutputBinding binding = lease == null ? null : lease.component().output();
      if (binding == null) {
        throw new ComponentException("couldn't find output binding " + name);
      }
      List<String> operations = binding.operations();
      if (!operations.contains(request.operation())) {
        throw new ComponentException(
            "binding %s does not support operation %s. supported operations:%s"
                .formatted(name, request.operation(), String.join(" ", operations)));
      }
      return binding.invoke(request);
    }
  }
}

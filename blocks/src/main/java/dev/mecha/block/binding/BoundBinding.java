package dev.mecha.block.binding;

import dev.mecha.kernel.registry.Offload;
import dev.mecha.kernel.resilience.ComponentType;
import dev.mecha.kernel.resilience.Direction;
import dev.mecha.kernel.resilience.Guards;
import dev.mecha.spi.ComponentMetadata;
import dev.mecha.spi.binding.Binding;
import dev.mecha.spi.binding.EventHandler;
import dev.mecha.spi.binding.InputBinding;
import dev.mecha.spi.binding.OutputBinding;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A binding as it is registered: what its component can do, in the directions that are meant, under
 * its policies. If it is for input, it knows whether it reads.
 */
public final class BoundBinding implements Binding {

  private final Binding component;
  private final String name;
  private final String route;
  private final Directions directions;
  private final @Nullable OutputBinding output;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable ActiveInput active;
  private boolean closed;

  /**
   * @param name of the component
   * @param component does the work
   * @param metadata its fields, of which {@code direction} and {@code route} are for the runtime
   * @param guards the policies of all targets
   * @param offload calls a component that may hold its thread
   */
  public BoundBinding(
      String name, Binding component, ComponentMetadata metadata, Guards guards, Offload offload) {
    this.name = name;
    this.component = component;
    this.route = metadata.property("route").text(name);
    this.directions = Directions.of(metadata);
    OutputBinding out = component.output();
    this.output =
        out == null || !directions.output()
            ? null
            : new GuardedOutput(
                out,
                guards.component(name, ComponentType.BINDING, Direction.OUTBOUND),
                component.neverHoldsCarrier() ? null : offload);
  }

  @Override
  public @Nullable InputBinding input() {
    return directions.input() ? component.input() : null;
  }

  @Override
  public @Nullable OutputBinding output() {
    return output;
  }

  String name() {
    return name;
  }

  /** The path of an application that speaks HTTP. */
  String route() {
    return route;
  }

  boolean isInputForSure() {
    return directions.inputForSure();
  }

  /** Begins to read, if it does not yet. */
  void read(EventHandler handler) throws InterruptedException {
    InputBinding input = input();
    if (input == null) {
      return;
    }
    lock.lockInterruptibly();
    try {
      if (active == null && !closed) {
        var starting = new ActiveInput(handler);
        starting.begin(input);
        active = starting;
      }
    } finally {
      lock.unlock();
    }
  }

  /** Ends the reading, if there is one: events under way come to their end first. */
  void stop() {
    ActiveInput ended;
    lock.lock();
    try {
      ended = active;
      active = null;
    } finally {
      lock.unlock();
    }
    if (ended != null) {
      ended.close();
    }
  }

  @Override
  public boolean neverHoldsCarrier() {
    return component.neverHoldsCarrier();
  }

  @Override
  public void ping() throws InterruptedException {
    component.ping();
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
    } finally {
      lock.unlock();
    }
    stop();
    component.close();
  }
}

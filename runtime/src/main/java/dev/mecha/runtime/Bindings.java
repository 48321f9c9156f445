package dev.mecha.runtime;

import dev.mecha.block.binding.BindingBlock;
import dev.mecha.block.binding.InputBindings;
import dev.mecha.block.binding.OutputBindings;
import dev.mecha.kernel.resilience.Guards;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Puts bindings together: what applications ask for, and what is brought to them. */
final class Bindings implements AutoCloseable {

  private final OutputBindings outputs;
  private final @Nullable InputBindings inputs;

  /**
   * @param app gets events from when it is up; null if there is none
   * @param patience how long it may think about which bindings it wants
   */
  Bindings(
      Components components,
      @Nullable AppConnection app,
      Duration patience,
      Guards guards,
      Observability observability) {
    this.outputs =
        new OutputBindings(components.bindings(), observability.components().outputBinding());
    if (app == null) {
      this.inputs = null;
      return;
    }
    var events =
        new InputBindings(
            components.bindings(),
            new InputBindings.App(app.channel(), app.callbacks(), patience),
            new InputBindings.Consequences(outputs, components.stateStores()),
            guards,
            observability.components().inputBinding(),
            observability.traces().tracer());
    app.follow(
        up -> {
          if (up) {
            events.start();
          } else {
            events.stop();
          }
        });
    this.inputs = events;
  }

  BindingBlock block() {
    return new BindingBlock(outputs);
  }

  /** No event is brought any more; those under way come to their end. */
  @Override
  public void close() {
    if (inputs != null) {
      inputs.close();
    }
  }
}

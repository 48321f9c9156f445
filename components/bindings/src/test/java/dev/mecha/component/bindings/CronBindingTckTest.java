package dev.mecha.component.bindings;

import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.binding.Binding;
import dev.mecha.tck.InputBindingTck;
import java.util.Map;

class CronBindingTckTest extends InputBindingTck {

  @Override
  protected ComponentProvider<Binding> provider() {
    return new CronBinding.Provider();
  }

  @Override
  protected Map<String, String> metadata() {
    return Map.of("schedule", "@every 30ms");
  }

  @Override
  protected void happen() {
    // Time goes by.
  }

  @Override
  protected boolean sendsAgain() {
    return true; // the next time comes by itself
  }
}

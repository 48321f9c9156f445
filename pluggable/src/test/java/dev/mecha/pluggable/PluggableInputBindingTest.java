package dev.mecha.pluggable;

import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.binding.Binding;
import dev.mecha.tck.InputBindingTck;
import java.util.Map;

class PluggableInputBindingTest extends InputBindingTck {

  /** A bell, by way of a socket. */
  public static final class Provider extends Looped<Binding> {
    /** For the service loader. */
    public Provider() {
      super(Binding.class, "bindings", "bell");
    }
  }

  @Override
  protected ComponentProvider<Binding> provider() {
    return new Provider();
  }

  @Override
  protected Map<String, String> metadata() {
    return Map.of();
  }

  @Override
  protected void happen() {
    Bell.ring();
  }

  @Override
  protected boolean sendsAgain() {
    return true;
  }
}

package dev.mecha.pluggable;

import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.binding.Binding;
import dev.mecha.spi.binding.BindingRequest;
import dev.mecha.tck.OutputBindingTck;
import java.nio.charset.StandardCharsets;
import java.util.Map;

class PluggableOutputBindingTest extends OutputBindingTck {

  @Override
  protected ComponentProvider<Binding> provider() {
    return new PluggableInputBindingTest.Provider();
  }

  @Override
  protected Map<String, String> metadata() {
    return Map.of();
  }

  @Override
  protected BindingRequest request() {
    return new BindingRequest("ring", "ding".getBytes(StandardCharsets.UTF_8), Map.of());
  }

  @Override
  protected BindingRequest refusedRequest() {
    return new BindingRequest("ring", new byte[0], Map.of());
  }
}

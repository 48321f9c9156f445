package dev.mecha.testing;

import dev.mecha.spi.ComponentException;
import dev.mecha.spi.binding.Binding;
import dev.mecha.spi.binding.BindingRequest;
import dev.mecha.spi.binding.BindingResponse;
import dev.mecha.spi.binding.DeliveryException;
import dev.mecha.spi.binding.EventHandler;
import dev.mecha.spi.binding.InputBinding;
import dev.mecha.spi.binding.OutputBinding;
import dev.mecha.spi.binding.Reading;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A binding in whose way faults are put, and of which is recorded what it was asked. */
final class TestedBinding implements Binding {

  private final Binding inner;
  private final String name;
  private final FaultSite site;
  private final Recordings recordings;

  TestedBinding(Binding inner, String name, FaultSite site, Recordings recordings) {
    this.inner = inner;
    this.name = name;
    this.site = site;
    this.recordings = recordings;
  }

  @Override
  public @Nullable InputBinding input() {
    InputBinding input = inner.input();
    return input == null ? null : new Input(input);
  }

  @Override
  public @Nullable OutputBinding output() {
    OutputBinding output = inner.output();
    return output == null ? null : new Output(output);
  }

  @Override
  public boolean neverHoldsCarrier() {
    return inner.neverHoldsCarrier();
  }

  @Override
  public void ping() throws InterruptedException {
    inner.ping();
  }

  @Override
  public void close() {
    inner.close();
  }

  private final class Input implements InputBinding {

    private final InputBinding component;

    Input(InputBinding component) {
      this.component = component;
    }

    @Override
    public Reading read(EventHandler handler) throws InterruptedException {
      return component.read(
          event -> {
            try {
              site.leave();
            } catch (ComponentException e) {
              throw new DeliveryException(String.valueOf(e.getMessage()), e);
            }
            return handler.handle(event);
          });
    }

    @Override
    public boolean neverHoldsCarrier() {
      return component.neverHoldsCarrier();
    }

    @Override
    public void close() {
      component.close();
    }
  }

  private final class Output implements OutputBinding {

    private final OutputBinding component;

    Output(OutputBinding component) {
      this.component = component;
    }

    @Override
    public List<String> operations() {
      return component.operations();
    }

    @Override
    public @Nullable BindingResponse invoke(BindingRequest request) throws InterruptedException {
      Fault.Kind fault = site.enterComponent();
      if (fault == Fault.Kind.DUPLICATE) {
        var _ = component.invoke(request);
      }
      BindingResponse response = fault == Fault.Kind.DROP ? null : component.invoke(request);
      recordings.invoked(new Invocation(name, request.operation(), "", request.data()));
      return response;
    }

    @Override
    public boolean neverHoldsCarrier() {
      return component.neverHoldsCarrier();
    }

    @Override
    public void close() {
      component.close();
    }
  }
}

package dev.mecha.pluggable;

import dev.mecha.spi.ComponentContext;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.binding.Binding;
import dev.mecha.spi.binding.BindingRequest;
import dev.mecha.spi.binding.BindingResponse;
import dev.mecha.spi.binding.DeliveryException;
import dev.mecha.spi.binding.EventHandler;
import dev.mecha.spi.binding.InputBinding;
import dev.mecha.spi.binding.InputEvent;
import dev.mecha.spi.binding.OutputBinding;
import dev.mecha.spi.binding.Reading;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A binding whose service is this class: whoever rings is heard by all that read. */
final class Bell implements InputBinding, OutputBinding {

  private static final Set<Ear> EARS = ConcurrentHashMap.newKeySet();

  private static final class Ear {
    final EventHandler handler;
    final Set<Thread> hearing = ConcurrentHashMap.newKeySet();

    Ear(EventHandler handler) {
      this.handler = handler;
    }
  }

  /** Makes bells. */
  public static final class Provider implements ComponentProvider<Binding> {

    /** For the service loader. */
    public Provider() {}

    @Override
    public Class<Binding> kind() {
      return Binding.class;
    }

    @Override
    public List<String> types() {
      return List.of("bindings.bell");
    }

    @Override
    public Binding create(ComponentContext context) {
      return new Bell();
    }
  }

  /** Everybody that reads hears of it, again and again until it is taken. */
  static void ring() {
    EARS.forEach(ear -> Thread.ofVirtual().start(() -> hear(ear)));
  }

  private static void hear(Ear ear) {
    ear.hearing.add(Thread.currentThread());
    try {
      while (EARS.contains(ear)) {
        try {
          ear.handler.handle(
              new InputEvent("ding".getBytes(StandardCharsets.UTF_8), Map.of("loud", "yes")));
          return;
        } catch (DeliveryException again) {
          Thread.onSpinWait();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      ear.hearing.remove(Thread.currentThread());
    }
  }

  @Override
  public Reading read(EventHandler handler) {
    var ear = new Ear(handler);
    EARS.add(ear);
    return () -> {
      EARS.remove(ear);
      ear.hearing.forEach(Bell::await);
    };
  }

  private static void await(Thread hearing) {
    try {
      hearing.join();
    } catch (InterruptedException e) {
      hearing.interrupt();
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public List<String> operations() {
    return List.of("ring");
  }

  @Override
  public BindingResponse invoke(BindingRequest request) {
    if (request.data().length == 0) {
      throw new ComponentException("nothing to ring");
    }
    return new BindingResponse(request.data(), request.metadata());
  }

  @Override
  public void close() {}
}

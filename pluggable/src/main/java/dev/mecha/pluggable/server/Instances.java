package dev.mecha.pluggable.server;

import dev.mecha.pluggable.ComponentInstance;
import dev.mecha.spi.Component;
import dev.mecha.spi.ComponentException;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * The components that other runtimes have asked for, by the names that they gave them. Thread-safe.
 *
 * @param <C> the kind of component
 */
final class Instances<C extends Component> implements AutoCloseable {

  private static final Context.Key<String> NAME = Context.key("component-instance");

  private final Maker<C> maker;
  private final Map<String, Instance<C>> instances = new HashMap<>();

  private record Instance<C>(Map<String, String> metadata, C component) {}

  /** Makes a component. */
  @FunctionalInterface
  interface Maker<C> {
    /**
     * @param name of the resource; empty if the other side gives none
     * @param metadata its metadata
     * @return the component, connected
     * @throws InterruptedException if the calling thread is interrupted
     */
    C make(String name, Map<String, String> metadata) throws InterruptedException;
  }

  Instances(Maker<C> maker) {
    this.maker = maker;
  }

  /** Remembers for each call which component it means. */
  static ServerInterceptor byName() {
    return new ServerInterceptor() {
      @Override
      public <Q, R> ServerCall.Listener<Q> interceptCall(
          ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        String name = Objects.requireNonNullElse(headers.get(ComponentInstance.HEADER), "");
        return Contexts.interceptCall(Context.current().withValue(NAME, name), call, headers, next);
      }
    };
  }

  /**
   * The name that the present call means.
   *
   * @return the name; empty if the caller gives none
   */
  static String called() {
    return Objects.requireNonNullElse(NAME.get(), "");
  }

  /**
   * Makes a component, in place of an earlier one of the same name. One that was told the same
   * stays: the other side was started again, or tells it for both directions of a binding.
   *
   * @param name of the component
   * @param metadata what it is told
   * @throws InterruptedException if the calling thread is interrupted
   */
  void init(String name, Map<String, String> metadata) throws InterruptedException {
    synchronized (instances) {
      Instance<C> known = instances.get(name);
      if (known != null && known.metadata().equals(metadata)) {
        return;
      }
      C made = maker.make(name, metadata);
      instances.put(name, new Instance<>(Map.copyOf(metadata), made));
      if (known != null) {
        known.component().close();
      }
    }
  }

  /**
   * @param name of the component
   * @return the component
   * @throws ComponentException if nobody has asked for it
   */
  C get(String name) {
    Instance<C> known;
    synchronized (instances) {
      known = instances.get(name);
    }
    if (known == null) {
      throw new ComponentException("component '" + name + "' is not initialized (expected: Init)");
    }
    return known.component();
  }

  @Override
  public void close() {
    synchronized (instances) {
      instances.values().forEach(instance -> instance.component().close());
      instances.clear();
    }
  }
}

package dev.mecha.block.binding;

import dev.mecha.kernel.channel.AppCallbacks;
import dev.mecha.kernel.channel.AppChannel;
import dev.mecha.kernel.observe.ComponentMetrics;
import dev.mecha.kernel.registry.Lease;
import dev.mecha.kernel.registry.Registry;
import dev.mecha.kernel.resilience.Guards;
import dev.mecha.kernel.trace.Tracer;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.binding.Binding;
import dev.mecha.spi.binding.DeliveryException;
import dev.mecha.spi.state.StateStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the input bindings read while the application can take what they bring. Which of them it
 * wants it is asked each time that it comes up, and for each binding that comes later. Thread-safe.
 */
public final class InputBindings implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger("dapr.runtime.processor.binding");

  private final Registry<Binding> bindings;
  private final BindingApp app;
  private final ComponentMetrics.Calls metrics;
  private final Tracer tracer;
  private final Wishes wishes;
  private final ReentrantLock lock = new ReentrantLock();
  private boolean reading;
  private boolean closed;

  /**
   * The way to the application: one of the two.
   *
   * @param channel to one that speaks HTTP
   * @param callbacks to one that speaks gRPC, or null
   * @param patience how long it may think about which bindings it wants
   */
  public record App(AppChannel channel, @Nullable AppCallbacks callbacks, Duration patience) {}

  /**
   * What events lead to.
   *
   * @param outputs where an application may send something in its answer
   * @param stores where it may keep something
   */
  public record Consequences(OutputBindings outputs, Registry<StateStore> stores) {}

  /**
   * @param bindings the registered bindings; those that are added later are noticed
   * @param app who gets the events
   * @param consequences what may be done with its answers
   * @param guards the policies of all targets
   * @param metrics counts events
   * @param tracer traces them
   */
  public InputBindings(
      Registry<Binding> bindings,
      App app,
      Consequences consequences,
      Guards guards,
      ComponentMetrics.Calls metrics,
      Tracer tracer) {
    this.bindings = bindings;
    this.app =
        app.callbacks() == null
            ? new HttpBindingApp(app.channel(), guards, app.patience())
            : new GrpcBindingApp(app.callbacks(), guards, app.patience());
    this.metrics = metrics;
    this.tracer = tracer;
    this.wishes = new Wishes(consequences.outputs(), consequences.stores());
    bindings.onArrival(this::arrived);
  }

  /**
   * The application is up: all that it wants to be brought is brought from now on. What cannot be
   * started is logged.
   *
   * @throws InterruptedException if the caller is interrupted
   */
  public void start() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      if (closed) {
        return;
      }
      reading = true;
      BindingApp.Wanted wanted = app.wanted();
      for (String name : bindings.names()) {
        start(name, wanted);
      }
    } finally {
      lock.unlock();
    }
  }

  private void arrived(String name) {
    lock.lock();
    try {
      if (reading) {
        start(name, app.wanted());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  private void start(String name, BindingApp.Wanted wanted) throws InterruptedException {
    try (Lease<Binding> lease = bindings.lease(name)) {
      if (lease != null
          && lease.component() instanceof BoundBinding binding
          && binding.input() != null) {
        if (binding.isInputForSure() || wanted.wants(binding)) {
          binding.read(new Courier(binding, app, metrics, tracer, wishes));
        } else {
          LOG.info("app has not subscribed to binding {}.", name);
        }
      }
    } catch (ComponentException e) {
      LOG.error("error reading from input binding {}: {}", name, e.getMessage());
    } catch (DeliveryException e) {
      LOG.warn("failed to read from bindings: {} ", e.getMessage());
    }
  }

  /** The application cannot take events for now. Those under way come to their end first. */
  public void stop() {
    lock.lock();
    try {
      reading = false;
      stopAll();
    } finally {
      lock.unlock();
    }
  }

  private void stopAll() {
    List<Thread> stopping = new ArrayList<>();
    for (String name : bindings.names()) {
      if (bindings.find(name) instanceof BoundBinding binding) {
        stopping.add(Thread.ofVirtual().name("stop-" + name).start(binding::stop));
      }
    }
    for (Thread each : stopping) {
      try {
        each.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return; // they come to their end without us
      }
    }
  }

  /** As {@link #stop}, for ever. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      stop();
    } finally {
      lock.unlock();
    }
  }
}

package dev.mecha.kernel.registry;

import dev.mecha.spi.Component;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The components of one kind by name, as building blocks see them. A reload swaps a component
 * whole; whoever calls the old one finishes first. Thread-safe; lookups never wait.
 *
 * @param <C> the kind of component
 */
public final class Registry<C extends Component> {

  private static final Logger LOG = LoggerFactory.getLogger("dapr.runtime.processor");

  private final ConcurrentMap<String, RegistryEntry<C>> entries = new ConcurrentHashMap<>();
  private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();
  private final Duration patience;
  private volatile Consumer<String> arrivals = name -> {};

  /**
   * @param patience how long calls in flight may hold up the closing of a component that is
   *     replaced
   */
  public Registry(Duration patience) {
    this.patience = patience;
  }

  /**
   * A component for a look at it. To call it, take a {@link #lease}: this one may be closed any
   * time.
   *
   * @param name of the component
   * @return the component with all its decorators, or null if there is none of this name
   */
  public @Nullable C find(String name) {
    RegistryEntry<C> entry = entries.get(name);
    return entry == null ? null : entry.component();
  }

  /**
   * A component to call.
   *
   * @param name of the component
   * @return a lease to be closed when the call is over, or null if there is no component of this
   *     name
   */
  public @Nullable Lease<C> lease(String name) {
    RegistryEntry<C> entry;
    do {
      entry = entries.get(name);
    } while (entry != null && !entry.acquire()); // replaced or removed since: look again
    return entry;
  }

  /**
   * @return the names of all components, sorted
   */
  public List<String> names() {
    return entries.keySet().stream().sorted().toList();
  }

  /**
   * @return whether there is no component of this kind
   */
  public boolean isEmpty() {
    return entries.isEmpty();
  }

  /**
   * Adds a component or puts it in the place of another. The other is closed when the calls in
   * flight have ended; waits for that.
   *
   * @param name of the component
   * @param component with all its decorators
   * @throws InterruptedException if the thread is interrupted while it waits; the old component is
   *     closed nevertheless
   */
  public void put(String name, C component) throws InterruptedException {
    retire(name, entries.put(name, new RegistryEntry<>(component)));
    arrivals.accept(name);
  }

  /**
   * Says whom to tell of components that are added or put in the place of others. The one that was
   * there before is closed by then.
   *
   * @param listener is told the name, by the thread that registers the component; what it does not
   *     want to hold up it does elsewhere
   */
  public void onArrival(Consumer<String> listener) {
    arrivals = listener;
  }

  /**
   * Removes a component and closes it when the calls in flight have ended; waits for that.
   *
   * @param name of the component; nothing happens if there is none
   * @throws InterruptedException if the thread is interrupted while it waits; the component is
   *     closed nevertheless
   */
  public void remove(String name) throws InterruptedException {
    retire(name, entries.remove(name));
  }

  /**
   * Adds who wants to know when a component is added, replaced or removed.
   *
   * @param listener is told the component's name when lookups find the new state already, before an
   *     old component is closed; may take its time
   */
  public void onChange(Consumer<String> listener) {
    listeners.add(listener);
  }

  private void retire(String name, @Nullable RegistryEntry<C> entry) throws InterruptedException {
    listeners.forEach(listener -> listener.accept(name));
    try {
      if (entry != null && !entry.retire(patience)) {
        LOG.warn(
            "Component {} was closed while it was in use: calls took longer than {}",
            name,
            patience);
      }
    } catch (RuntimeException e) {
      LOG.error("error closing old component: {}", Failures.describe(e));
    }
  }
}

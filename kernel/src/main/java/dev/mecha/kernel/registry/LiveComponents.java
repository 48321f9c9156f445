package dev.mecha.kernel.registry;

import dev.mecha.kernel.registry.ComponentInitializer.Made;
import dev.mecha.kernel.resource.ComponentResource;
import dev.mecha.kernel.resource.ResolvedMetadata;
import dev.mecha.spi.Component;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The components that are in their registries, and what they were made of. For one thread, but for
 * the listing.
 */
final class LiveComponents {

  private static final Logger LOG = LoggerFactory.getLogger("dapr.runtime.processor");

  /**
   * A component in its registry.
   *
   * @param resource what it was made of
   * @param metadata what its references stood for at that time
   * @param kind where it is registered
   * @param listed what the metadata API says of it
   */
  record Live(
      ComponentResource resource,
      ResolvedMetadata metadata,
      ManagedKind<?> kind,
      RegisteredComponent listed) {}

  private final Map<String, Live> byName = new LinkedHashMap<>();
  private volatile List<RegisteredComponent> listing = List.of();

  /** What can be used, in the order in which it became so. Thread-safe. */
  List<RegisteredComponent> listing() {
    return listing;
  }

  @Nullable Live find(String name) {
    return byName.get(name);
  }

  List<Live> all() {
    return List.copyOf(byName.values());
  }

  /** Puts a component where building blocks find it, and closes the one that was there. */
  <C extends Component> void register(ComponentResource resource, ManagedKind<C> kind, Made<C> made)
      throws InterruptedException {
    String name = resource.name();
    var listed =
        new RegisteredComponent(name, resource.type(), resource.version(), made.capabilities());
    Live old = byName.put(name, new Live(resource, made.metadata(), kind, listed));
    publish();
    if (old != null) {
      LOG.info("Closing existing Component to reload: {}", old.resource().logName());
    }
    kind.registry().put(name, made.component());
    if (old != null && old.kind().registry() != kind.registry()) {
      old.kind().registry().remove(name);
    }
  }

  /** Closes a component, if there is one of this name. */
  void close(String name) throws InterruptedException {
    Live old = byName.remove(name);
    if (old != null) {
      LOG.info("Closing Component: {}", old.resource().logName());
      try {
        old.kind().registry().remove(name);
      } finally {
        publish(); // not before: one that is listed no more brings no event any more
      }
    }
  }

  /**
   * Closes all components, those first that were made last. An interrupt cuts the waiting short,
   * not the closing.
   */
  void closeAll() {
    boolean interrupted = false;
    for (String name : List.copyOf(byName.keySet()).reversed()) {
      try {
        close(name);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void publish() {
    listing = byName.values().stream().map(Live::listed).toList();
  }
}

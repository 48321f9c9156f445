package dev.mecha.kernel.registry;

import dev.mecha.spi.ComponentProvider;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the providers that a class loader's {@code META-INF/services} names. A broken one does not
 * hide the others.
 */
final class ServiceProviders {

  private static final Logger LOG = LoggerFactory.getLogger("dapr.runtime.registry");

  /** An iterator that never gets past a broken entry would try for ever. */
  private static final int MAX_BROKEN = 100;

  private ServiceProviders() {}

  static List<ComponentProvider<?>> of(ClassLoader loader) {
    var found = new ArrayList<ComponentProvider<?>>();
    @SuppressWarnings("rawtypes") // a class literal has no type arguments
    Iterator<ComponentProvider> services =
        ServiceLoader.load(ComponentProvider.class, loader).iterator();
    for (int broken = 0; broken < MAX_BROKEN; ) {
      try {
        if (!services.hasNext()) {
          break;
        }
        found.add(services.next());
      } catch (ServiceConfigurationError | LinkageError e) {
        LOG.error("A component provider cannot be loaded: {}", Failures.describe(e));
        broken++;
      }
    }
    return List.copyOf(found);
  }
}

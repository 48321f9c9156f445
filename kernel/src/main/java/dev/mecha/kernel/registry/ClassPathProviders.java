package dev.mecha.kernel.registry;

import dev.mecha.spi.ComponentProvider;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The providers on the main class path: the embedded components, and in a JVM of the user's all of
 * them.
 */
public final class ClassPathProviders implements ProviderSource {

  private final ClassLoader loader;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable List<ComponentProvider<?>> providers;

  /**
   * @param loader whose services are looked up, when the first component is asked for
   */
  public ClassPathProviders(ClassLoader loader) {
    this.loader = loader;
  }

  @Override
  public List<ComponentProvider<?>> providers(String type) {
    return all().stream().filter(provider -> provider.types().contains(type)).toList();
  }

  private List<ComponentProvider<?>> all() {
    lock.lock();
    try {
      List<ComponentProvider<?>> all = providers;
      if (all == null) {
        all = ServiceProviders.of(loader);
        providers = all;
      }
      return all;
    } finally {
      lock.unlock();
    }
  }
}

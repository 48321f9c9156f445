package dev.mecha.runtime;

import dev.mecha.kernel.registry.ClassPathProviders;
import dev.mecha.kernel.registry.ComponentCatalog;
import dev.mecha.kernel.registry.Offload;
import dev.mecha.kernel.registry.PluginDirectory;
import dev.mecha.kernel.registry.ProviderSource;
import dev.mecha.pluggable.client.SocketFolder;
import dev.mecha.runtime.options.SidecarOptions;
import dev.mecha.transport.app.ConcurrencyLimit;
import dev.mecha.transport.thread.EventLoops;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * What stays when a sidecar starts anew: what depends on flags only. The servers are among it, so
 * that callers keep their connections.
 *
 * @param loops what moves bytes
 * @param doors the servers; opened by the first sidecar
 * @param offload runs what may hold its thread
 * @param catalog the code of components
 * @param appCalls how many calls the application may have at a time, or null
 * @param requests what was asked of the sidecar
 * @param retiring what ends the sidecars that were here before
 */
record House(
    EventLoops loops,
    Doors doors,
    Offload offload,
    ComponentCatalog catalog,
    @Nullable Semaphore appCalls,
    StopRequests requests,
    List<Thread> retiring)
    implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  static House of(SidecarOptions options) {
    EventLoops loops = EventLoops.ofProcessors();
    return new House(
        loops,
        new Doors(options, loops),
        new Offload(),
        new ComponentCatalog(sources(options)),
        ConcurrencyLimit.permits(options.app().maxConcurrency()),
        new StopRequests(),
        new CopyOnWriteArrayList<>());
  }

  private static List<ProviderSource> sources(SidecarOptions options) {
    var sources = new ArrayList<>(ownSources(options.resources().plugins()));
    sources.add(
        new SocketFolder(SocketFolder.folder(options.environment().get(SocketFolder.VARIABLE))));
    return sources;
  }

  /**
   * Where the components are found that run in this process.
   *
   * @param plugins the folder of plug-ins, or null for what is on the class path alone
   * @return the places, the first one first
   */
  static List<ProviderSource> ownSources(@Nullable Path plugins) {
    var classPath = new ClassPathProviders(House.class.getClassLoader());
    return plugins == null
        ? List.of(classPath)
        : List.of(classPath, new PluginDirectory(plugins, House.class.getClassLoader()));
  }

  /**
   * @param end ends a sidecar in whose place there is another
   */
  void retires(Runnable end) {
    retiring.removeIf(thread -> !thread.isAlive());
    retiring.add(Thread.ofPlatform().daemon().name("retiring").start(end));
  }

  /** Behind everything that uses it. The doors were closed before. */
  @Override
  public void close() {
    try {
      for (Thread thread : retiring) {
        thread.join(PATIENCE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    catalog.close();
    offload.close();
    loops.close();
  }
}

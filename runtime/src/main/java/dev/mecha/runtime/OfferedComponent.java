package dev.mecha.runtime;

import dev.mecha.kernel.registry.ComponentCatalog;
import dev.mecha.pluggable.server.ComponentHost;
import dev.mecha.spi.time.Time;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * One type of component that other runtimes use as a pluggable one: they find it by the name of its
 * socket's file, {@code state.ours} behind {@code ours.sock}.
 */
public final class OfferedComponent implements AutoCloseable {

  private final ComponentHost host;
  private final ComponentCatalog catalog;

  private OfferedComponent(ComponentHost host, ComponentCatalog catalog) {
    this.host = host;
    this.catalog = catalog;
  }

  /**
   * Begins to serve.
   *
   * @param type such as {@code state.redis}; a state store, a message broker, a binding or a secret
   *     store
   * @param version such as {@code v1}; empty for the first
   * @param socket where; a socket that nobody serves any more is replaced
   * @param plugins the folder of plug-ins, or null for what is on the class path alone
   * @param home the folder for files whose path the metadata leaves open
   * @return serves until it is closed
   * @throws IllegalArgumentException if there is no such component, or none that others can use
   * @throws IOException if the socket cannot be made, or somebody serves there
   */
  public static OfferedComponent start(
      String type, String version, Path socket, @Nullable Path plugins, Path home)
      throws IOException {
    var catalog = new ComponentCatalog(House.ownSources(plugins));
    try {
      var offer = new ComponentHost.Offer(type, version, home, Time.system());
      return new OfferedComponent(ComponentHost.serve(catalog, offer, socket), catalog);
    } catch (IOException | RuntimeException e) {
      catalog.close();
      throw e;
    }
  }

  /** Finishes the calls in flight, closes the components and takes the socket away. Idempotent. */
  @Override
  public void close() {
    host.close();
    catalog.close();
  }
}

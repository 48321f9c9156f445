package dev.mecha.runtime;

import dev.mecha.kernel.registry.ComponentFailedException;
import dev.mecha.kernel.registry.ComponentManager;
import dev.mecha.kernel.registry.HotReload;
import dev.mecha.kernel.resource.ComponentResource;
import dev.mecha.kernel.resource.ResourceKinds;
import dev.mecha.kernel.resource.ResourceLoadException;
import dev.mecha.kernel.resource.ResourceLoader;
import dev.mecha.kernel.resource.ResourceSet;
import dev.mecha.kernel.resource.configuration.ConfigurationResource;
import dev.mecha.kernel.resource.configuration.Features;
import dev.mecha.runtime.options.SidecarOptions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The resource files of a sidecar: read at the start, and watched from then on. */
final class Resources implements AutoCloseable {

  private final ResourceLoader loader;
  private final ComponentManager components;
  private final Observability observability;
  private final @Nullable HotReload hotReload;

  /**
   * @param onChange told what this object cannot do itself
   */
  Resources(
      SidecarOptions options,
      ConfigurationResource configuration,
      ComponentManager components,
      Observability observability,
      HotReload.Listener onChange) {
    this.components = components;
    this.observability = observability;
    this.loader =
        new ResourceLoader(
            options.resources().paths(),
            options.appId(),
            options.environment().getOrDefault("NAMESPACE", ""),
            ResourceKinds.all());
    boolean reloads =
        configuration.features().enabled(Features.HOT_RELOAD)
            && !options.resources().paths().isEmpty();
    this.hotReload =
        reloads
            ? new HotReload(
                loader,
                components,
                onChange,
                HotReload.DEFAULT_QUIET_TIME,
                options.resources().reconcileInterval())
            : null;
  }

  /**
   * Reads the files and makes the components.
   *
   * @param declared components that are in no file
   * @return what else is in the files
   * @throws SidecarException if a file cannot be read, or a component fails that must not
   */
  ResourceSet load(List<ComponentResource> declared) throws SidecarException, InterruptedException {
    if (hotReload != null) {
      hotReload.watch();
    }
    try {
      ResourceSet resources = loader.load();
      var found = new ArrayList<>(declared);
      found.addAll(resources.of(ResourceKinds.COMPONENT));
      found.forEach(component -> observability.runtime().componentLoaded());
      components.load(found);
      if (hotReload != null) {
        hotReload.start(resources);
      }
      return resources;
    } catch (ResourceLoadException | ComponentFailedException e) {
      throw new SidecarException("failed to load components: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    if (hotReload != null) {
      hotReload.close();
    }
  }
}

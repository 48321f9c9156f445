package dev.mecha.runtime.options;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where components and configurations come from.
 *
 * @param paths folders of resource files
 * @param configurations files of kind Configuration, later ones over earlier ones
 * @param reconcileInterval how often changes that no event told are looked for
 * @param plugins the folder of plug-ins, or null for those of the class path alone
 */
public record ResourceOptions(
    List<Path> paths,
    List<Path> configurations,
    Duration reconcileInterval,
    @Nullable Path plugins) {

  /**
   * @return no resources
   */
  public static ResourceOptions defaults() {
    return new ResourceOptions(List.of(), List.of(), Duration.ofSeconds(60), null);
  }

  /**
   * @param folders of resource files
   * @return the same with these folders
   */
  public ResourceOptions withPaths(List<Path> folders) {
    return new ResourceOptions(List.copyOf(folders), configurations, reconcileInterval, plugins);
  }

  /**
   * @param files of kind Configuration, later ones over earlier ones
   * @return the same with these
   */
  public ResourceOptions withConfigurations(List<Path> files) {
    return new ResourceOptions(paths, List.copyOf(files), reconcileInterval, plugins);
  }
}

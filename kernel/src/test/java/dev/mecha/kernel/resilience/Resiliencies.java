package dev.mecha.kernel.resilience;

import dev.mecha.kernel.resource.ResiliencyResource;
import dev.mecha.kernel.resource.ResourceKinds;
import dev.mecha.kernel.resource.ResourceLoader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Resources as users write them. */
final class Resiliencies {

  private Resiliencies() {}

  /** Reads a {@code spec} in one line of YAML. */
  static ResiliencyResource of(String name, String spec) {
    try {
      Path directory = Files.createTempDirectory("resiliency");
      Path file = directory.resolve("r.yaml");
      Files.writeString(
          file,
          """
          apiVersion: dapr.io/v1alpha1
          kind: Resiliency
          metadata: {name: %s}
          spec: {%s}
          """
              .formatted(name, spec));
      var loader = new ResourceLoader(List.of(directory), "app", "", ResourceKinds.all());
      var set = loader.load();
      Files.delete(file);
      Files.delete(directory);
      if (!set.problems().isEmpty()) {
        throw new IllegalArgumentException(set.problems().toString());
      }
      return set.of(ResourceKinds.RESILIENCY).getFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (Exception e) {
      throw new IllegalArgumentException(e);
    }
  }
}

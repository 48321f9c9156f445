package dev.mecha.kernel.resource.configuration;

import dev.mecha.kernel.resource.InvalidResourceException;
import dev.mecha.kernel.resource.Origin;
import dev.mecha.kernel.resource.ResourceFiles;
import dev.mecha.kernel.resource.ResourceLoadException;
import dev.mecha.kernel.resource.ResourceNode;
import dev.mecha.kernel.resource.YamlValue;
import dev.mecha.kernel.resource.YamlValue.Mapping;
import dev.mecha.kernel.resource.YamlValue.Scalar;
import dev.mecha.kernel.resource.YamlValue.Sequence;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads the files given by {@code --config}. Environment variables are put in before a file is
 * parsed; a later file is laid over the earlier ones field by field, a list as a whole; {@code
 * null} takes a field back to its default.
 */
public final class ConfigurationLoader {

  /** Not the runtime's business, so it is replaced, not merged. */
  private static final String OPAQUE = "spec.nameResolution.configuration";

  private final Function<String, @Nullable String> environment;

  /**
   * @param environment the value of an environment variable, or null
   */
  public ConfigurationLoader(Function<String, @Nullable String> environment) {
    this.environment = environment;
  }

  /**
   * @param files in the order in which they are laid over each other; none for the defaults
   * @return the configuration
   * @throws ResourceLoadException if a file cannot be read, is not YAML or has a wrong value; the
   *     message says where
   */
  public ConfigurationResource load(List<Path> files) throws ResourceLoadException {
    YamlValue merged = new Mapping(Map.of(), Origin.NONE);
    try {
      for (Path file : files) {
        merged = merge(merged, parse(file), "");
      }
      return ConfigurationResource.read(ResourceNode.of(merged));
    } catch (InvalidResourceException e) {
      throw new ResourceLoadException(String.valueOf(e.getMessage()), e);
    }
  }

  private YamlValue parse(Path file) throws ResourceLoadException {
    String text;
    try {
      text = ResourceFiles.read(file);
    } catch (IOException e) {
      throw new ResourceLoadException(
          file + ": cannot be read (expected: a configuration file)", e);
    }
    Origin start = new Origin(file.toString(), 0, 1);
    ResourceNode root = ResourceNode.parse(EnvironmentExpansion.expand(text, environment), start);
    return switch (root.value()) {
      case null -> new Mapping(Map.of(), start);
      case Mapping mapping -> mapping;
      case Sequence _, Scalar _ -> throw root.wrong("a mapping");
    };
  }

  private static YamlValue merge(@Nullable YamlValue below, YamlValue above, String path) {
    if (!(below instanceof Mapping under)
        || !(above instanceof Mapping over)
        || path.equals(OPAQUE)) {
      return above;
    }
    var fields = new LinkedHashMap<>(under.fields());
    for (Map.Entry<String, YamlValue> field : over.fields().entrySet()) {
      String name = field.getKey();
      String where = path.isEmpty() ? name : path + "." + name;
      fields.put(name, merge(fields.get(name), field.getValue(), where));
    }
    return new Mapping(Collections.unmodifiableMap(fields), over.origin());
  }
}

package dev.mecha.cli.resource;

import dev.mecha.cli.command.Surroundings;
import dev.mecha.cli.yaml.BadFileException;
import dev.mecha.cli.yaml.YamlNode;
import java.util.List;

/** {@code configurations}: the Configurations of the home folder, or of other folders. */
public final class ConfigurationsCommand extends ResourceListing {

  /**
   * @param surroundings where it runs
   */
  public ConfigurationsCommand(Surroundings surroundings) {
    super(surroundings, "Configuration");
  }

  @Override
  public String name() {
    return "configurations";
  }

  @Override
  public String summary() {
    return "List Configurations.";
  }

  @Override
  List<String> head() {
    return List.of("NAME", "TRACING-ENABLED", "METRICS-ENABLED", "FILE");
  }

  @Override
  List<String> row(ResourceDocument document) throws BadFileException {
    YamlNode spec = document.root().field("spec");
    String rate = spec.field("tracing").field("samplingRate").text("");
    YamlNode metrics =
        spec.field("metrics").isPresent() ? spec.field("metrics") : spec.field("metric");
    boolean measured = !metrics.field("enabled").isPresent() || metrics.field("enabled").flag();
    return List.of(
        document.name(),
        Boolean.toString(!rate.isEmpty() && !rate.matches("0+(\\.0*)?")),
        Boolean.toString(measured),
        document.file().toString());
  }
}

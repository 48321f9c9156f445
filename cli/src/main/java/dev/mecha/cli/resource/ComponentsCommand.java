package dev.mecha.cli.resource;

import dev.mecha.cli.command.Surroundings;
import dev.mecha.cli.yaml.BadFileException;
import java.util.List;

/** {@code components}: the components of the home folder, or of other folders. */
public final class ComponentsCommand extends ResourceListing {

  /**
   * @param surroundings where it runs
   */
  public ComponentsCommand(Surroundings surroundings) {
    super(surroundings, "Component");
  }

  @Override
  public String name() {
    return "components";
  }

  @Override
  public String summary() {
    return "List components.";
  }

  @Override
  List<String> head() {
    return List.of("NAME", "TYPE", "VERSION", "SCOPES", "FILE");
  }

  @Override
  List<String> row(ResourceDocument document) throws BadFileException {
    var spec = document.root().field("spec");
    return List.of(
        document.name(),
        spec.field("type").text(""),
        spec.field("version").text(""),
        String.join(",", document.root().field("scopes").texts()),
        document.file().toString());
  }
}

package dev.mecha.cli.resource;

import dev.mecha.cli.command.Command;
import dev.mecha.cli.command.Flags;
import dev.mecha.cli.command.Globals;
import dev.mecha.cli.command.Kubernetes;
import dev.mecha.cli.command.Surroundings;
import dev.mecha.cli.home.HomeFolder;
import dev.mecha.cli.terminal.Records;
import dev.mecha.cli.terminal.StatusLines;
import dev.mecha.cli.terminal.Table;
import dev.mecha.cli.yaml.BadFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Lists the resources of a kind: in a table, or whole, with secrets left out. */
abstract sealed class ResourceListing implements Command
    permits ComponentsCommand, ConfigurationsCommand {

  private static final Set<String> FORMS = Set.of("", "list", "table", "json", "yaml");

  private final Surroundings surroundings;
  private final String kind;

  ResourceListing(Surroundings surroundings, String kind) {
    this.surroundings = surroundings;
    this.kind = kind;
  }

  /** The names of the columns. */
  abstract List<String> head();

  /** The cells of a resource. */
  abstract List<String> row(ResourceDocument document) throws BadFileException;

  @Override
  public void describe(CommandSpec spec) {
    spec.addOption(Flags.text("FORM", "list (the default), json or yaml.", "-o", "--output"));
    spec.addOption(Flags.text("TEXT", "Only the one of this name.", "-n", "--name"));
    spec.addOption(
        Flags.texts("FOLDER", "In place of the home folder's; repeatable.", "--resources-path"));
    Kubernetes.addTo(spec);
  }

  @Override
  public int execute(ParseResult parsed, Globals globals) {
    StatusLines lines = surroundings.lines(globals.logAsJson());
    String form = Flags.text(parsed, "--output");
    if (!FORMS.contains(form)) {
      lines.fail("--output: \"" + form + "\" (expected: list, json or yaml)");
      return 1;
    }
    if (Kubernetes.refused(parsed, surroundings, globals)) {
      return 1;
    }
    ResourceFolders read = ResourceFolders.read(paths(parsed, globals));
    String name = Flags.text(parsed, "--name");
    List<ResourceDocument> wanted =
        read.of(kind).stream().filter(d -> name.isEmpty() || d.name().equals(name)).toList();
    read.problems().forEach(lines::fail);
    try {
      show(wanted, form);
      return read.problems().isEmpty() ? 0 : 1;
    } catch (BadFileException e) {
      lines.fail(String.valueOf(e.getMessage()));
      return 1;
    }
  }

  private List<Path> paths(ParseResult parsed, Globals globals) {
    List<String> given = parsed.matchedOptionValue("--resources-path", List.of());
    if (!given.isEmpty()) {
      return given.stream().map(Path::of).toList();
    }
    var home = HomeFolder.of(surroundings, globals.runtimePath());
    var paths = new ArrayList<Path>();
    home.components().ifPresent(paths::add);
    home.configuration().ifPresent(paths::add);
    return paths;
  }

  private void show(List<ResourceDocument> wanted, String form) throws BadFileException {
    switch (form) {
      case "json" -> surroundings.console().out(Records.json(whole(wanted)));
      case "yaml" -> surroundings.console().out(Records.yaml(whole(wanted)));
      default -> {
        var table = new Table(head().toArray(String[]::new));
        for (ResourceDocument document : wanted) {
          table.row(row(document));
        }
        surroundings.console().out(wanted.isEmpty() ? "None." : table.text());
      }
    }
  }

  private List<Object> whole(List<ResourceDocument> wanted) {
    var descriptions = Descriptions.of(surroundings.plugins());
    return wanted.stream()
        .map(document -> Secrets.leftOut(document.root().plain(), descriptions, Optional.empty()))
        .toList();
  }
}

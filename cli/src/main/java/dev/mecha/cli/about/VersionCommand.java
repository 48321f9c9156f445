package dev.mecha.cli.about;

import dev.mecha.cli.command.Command;
import dev.mecha.cli.command.Flags;
import dev.mecha.cli.command.Globals;
import dev.mecha.cli.command.Surroundings;
import dev.mecha.runtime.Version;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code version}: what this is, and which level of the peer's API it speaks. */
public final class VersionCommand implements Command {

  private final Surroundings surroundings;

  /**
   * @param surroundings where it runs
   */
  public VersionCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public String name() {
    return "version";
  }

  @Override
  public String summary() {
    return "Print the version.";
  }

  @Override
  public void describe(CommandSpec spec) {
    spec.addOption(Flags.text("FORM", "json; text without it.", "-o", "--output"));
  }

  @Override
  public int execute(ParseResult parsed, Globals globals) {
    Version version = Version.current();
    String form = parsed.hasMatchedOption("-o") ? Flags.text(parsed, "-o") : "text";
    if (parsed.hasMatchedOption("-o") && !form.equals("json")) {
      surroundings
          .lines(globals.logAsJson())
          .fail(
              switch (surroundings.program()) {
                case DAPR -> "An invalid output format was specified.";
                case MECHA -> "--output: \"" + form + "\" (expected: json)";
              });
      return 1;
    }
    surroundings.console().out(form.equals("json") ? json(version) : text(version));
    return 0;
  }

  /** Programs that know the peer compare both numbers with levels of its API. */
  private String text(Version version) {
    return switch (surroundings.program()) {
      case DAPR -> "CLI version: " + version.api() + " \nRuntime version: " + version.api();
      case MECHA ->
          "Mecha " + version.mecha() + " (" + version.commit() + ")\nDapr API " + version.api();
    };
  }

  private String json(Version version) {
    return switch (surroundings.program()) {
      case DAPR ->
          "{\"Cli version\":\""
              + version.api()
              + "\",\"Runtime version\":\""
              + version.api()
              + "\"}";
      case MECHA ->
          "{\"version\":\""
              + version.mecha()
              + "\",\"commit\":\""
              + version.commit()
              + "\",\"api\":\""
              + version.api()
              + "\"}";
    };
  }
}

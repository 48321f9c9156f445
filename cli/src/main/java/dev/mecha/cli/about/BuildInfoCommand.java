package dev.mecha.cli.about;

import dev.mecha.cli.command.Command;
import dev.mecha.cli.command.Globals;
import dev.mecha.cli.command.Surroundings;
import dev.mecha.runtime.Version;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code build-info}: how the command and the runtime were built, in the peer's layout. */
public final class BuildInfoCommand implements Command {

  private final Surroundings surroundings;

  /**
   * @param surroundings where it runs
   */
  public BuildInfoCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public String name() {
    return "build-info";
  }

  @Override
  public String summary() {
    return "Print how command and runtime were built.";
  }

  @Override
  public void describe(CommandSpec spec) {
    // No flags.
  }

  @Override
  public int execute(ParseResult parsed, Globals globals) {
    Version version = Version.current();
    String build =
        """
        \tVersion: %s
        \tGit Commit: %s
        \tGit Version: %s\
        """
            .formatted(version.api(), version.commit(), version.mecha());
    surroundings.console().out("CLI:\n" + build + "\nRuntime:\n" + build);
    return 0;
  }
}

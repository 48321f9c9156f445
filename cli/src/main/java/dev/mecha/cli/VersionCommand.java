package dev.mecha.cli;

import dev.mecha.cli.terminal.Console;
import dev.mecha.cli.terminal.Program;
import dev.mecha.runtime.Version;
import java.util.Optional;

/** {@code version}: what this is, and which level of the peer's API it speaks. */
final class VersionCommand {

  private final Program program;
  private final Console console;

  VersionCommand(Program program, Console console) {
    this.program = program;
    this.console = console;
  }

  /**
   * @param form {@code json}, or empty for text
   * @return the exit status
   */
  int execute(Optional<String> form) {
    Version version = Version.current();
    if (form.isPresent() && !form.get().equals("json")) {
      console.err("--output: \"" + form.get() + "\" (expected: json)");
      return 1;
    }
    console.out(form.isPresent() ? json(version) : text(version));
    return 0;
  }

  /** Programs that know the peer compare both numbers with levels of its API. */
  private String text(Version version) {
    return switch (program) {
      case DAPR -> "CLI version: " + version.api() + " \nRuntime version: " + version.api();
      case MECHA ->
          "Mecha " + version.mecha() + " (" + version.commit() + ")\nDapr API " + version.api();
    };
  }

  private String json(Version version) {
    return switch (program) {
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

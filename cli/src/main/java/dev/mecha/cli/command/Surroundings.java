package dev.mecha.cli.command;

import dev.mecha.cli.terminal.Console;
import dev.mecha.cli.terminal.Program;
import dev.mecha.cli.terminal.StatusLines;
import dev.mecha.runtime.options.CommandLine;
import dev.mecha.runtime.options.Home;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/**
 * Where a command runs.
 *
 * @param program the name that it was started under
 * @param console where it writes
 * @param environment of the process
 */
public record Surroundings(Program program, Console console, Map<String, String> environment) {

  /**
   * @param json whether all output is JSON
   * @return lines with a status, in the form that the program's name asks for
   */
  public StatusLines lines(boolean json) {
    StatusLines.Form form =
        json
            ? StatusLines.Form.JSON
            : switch (program) {
              case DAPR -> StatusLines.Form.SIGNS;
              case MECHA -> StatusLines.Form.PLAIN;
            };
    return new StatusLines(console, form, InstantSource.system());
  }

  /**
   * @param runtimePath what the flag of that name says, or empty
   * @return Mecha's home folder; it may not exist yet
   */
  public Path home(String runtimePath) {
    return runtimePath.isBlank()
        ? Home.of(environment)
        : Home.of(Map.of(CommandLine.HOME_VARIABLE, Path.of(runtimePath, ".mecha").toString()));
  }

  /**
   * @return the distribution that this command was started from, if it was
   */
  public Optional<Path> distribution() {
    return Optional.ofNullable(System.getProperty("mecha.home.dist"))
        .filter(path -> !path.isEmpty())
        .map(Path::of);
  }

  /**
   * @return the plug-ins of the distribution
   */
  public Optional<Path> plugins() {
    return distribution().map(path -> path.resolve("plugins"));
  }

  /** The environment may hold secrets. */
  @Override
  public String toString() {
    return "Surroundings[" + program + "]";
  }
}

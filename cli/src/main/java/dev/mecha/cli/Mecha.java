package dev.mecha.cli;

import dev.mecha.cli.run.EmbeddedSidecars;
import dev.mecha.cli.run.RunCommand;
import dev.mecha.cli.terminal.Console;
import dev.mecha.cli.terminal.Program;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.ParseResult;

/** The {@code mecha} program. */
public final class Mecha implements Commands {

  /** The system property in which the start script says that standard output is a terminal. */
  private static final String TERMINAL = "mecha.terminal";

  private final Program program;
  private final Console console;
  private final Map<String, String> environment;

  private Mecha(Program program, Console console, Map<String, String> environment) {
    this.program = program;
    this.console = console;
    this.environment = environment;
  }

  /**
   * Ends the process with the command's status.
   *
   * @param arguments of the command line
   */
  public static void main(String[] arguments) {
    Program program = Program.of(System.getProperty(Program.PROPERTY, ""));
    Map<String, String> environment = System.getenv();
    boolean colours = Boolean.getBoolean(TERMINAL) && !environment.containsKey("NO_COLOR");
    var console =
        new Console(
            new FileOutputStream(FileDescriptor.out),
            new FileOutputStream(FileDescriptor.err),
            colours);
    var mecha = new Mecha(program, console, environment);
    System.exit(new CommandTree(program, console, mecha).execute(List.of(arguments)));
  }

  @Override
  public int run(ParseResult parsed, Globals globals) {
    var sidecars = new EmbeddedSidecars();
    return new RunCommand(program, console, environment, sidecars, sidecars)
        .execute(parsed, globals.runtimePath(), globals.logAsJson());
  }

  @Override
  public int version(Optional<String> form) {
    return new VersionCommand(program, console).execute(form);
  }
}

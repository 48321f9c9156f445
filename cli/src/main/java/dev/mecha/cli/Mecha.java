package dev.mecha.cli;

import dev.mecha.cli.about.BuildInfoCommand;
import dev.mecha.cli.about.CompletionCommand;
import dev.mecha.cli.about.VersionCommand;
import dev.mecha.cli.call.InvokeCommand;
import dev.mecha.cli.call.PublishCommand;
import dev.mecha.cli.command.Command;
import dev.mecha.cli.command.Surroundings;
import dev.mecha.cli.doctor.DoctorCommand;
import dev.mecha.cli.home.InitCommand;
import dev.mecha.cli.home.UninstallCommand;
import dev.mecha.cli.instance.ListCommand;
import dev.mecha.cli.instance.LogsCommand;
import dev.mecha.cli.instance.StatusCommand;
import dev.mecha.cli.instance.StopCommand;
import dev.mecha.cli.offer.ComponentCommand;
import dev.mecha.cli.resource.ComponentsCommand;
import dev.mecha.cli.resource.ConfigurationsCommand;
import dev.mecha.cli.run.EmbeddedSidecars;
import dev.mecha.cli.run.RunCommand;
import dev.mecha.cli.terminal.Console;
import dev.mecha.cli.terminal.Program;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** The {@code mecha} program. */
public final class Mecha {

  /** The system property in which the start script says that standard output is a terminal. */
  private static final String TERMINAL = "mecha.terminal";

  private Mecha() {}

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
    var surroundings = new Surroundings(program, console, environment);
    System.exit(
        new CommandTree(program, console, commands(surroundings)).execute(List.of(arguments)));
  }

  /** Every command is one line here. */
  static List<Command> commands(Surroundings surroundings) {
    var sidecars = new EmbeddedSidecars();
    return List.of(
        new RunCommand(surroundings, sidecars, sidecars),
        new ListCommand(surroundings, InstantSource.system()),
        new StopCommand(surroundings),
        new InvokeCommand(surroundings),
        new PublishCommand(surroundings),
        new LogsCommand(surroundings),
        new StatusCommand(surroundings, InstantSource.system()),
        new ComponentsCommand(surroundings),
        new ConfigurationsCommand(surroundings),
        new DoctorCommand(surroundings),
        new ComponentCommand(surroundings, sidecars),
        new InitCommand(surroundings),
        new UninstallCommand(surroundings),
        new VersionCommand(surroundings),
        new BuildInfoCommand(surroundings),
        new CompletionCommand(surroundings));
  }
}

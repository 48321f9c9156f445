package dev.mecha.cli;

import dev.mecha.cli.command.Command;
import dev.mecha.cli.command.Flags;
import dev.mecha.cli.command.Globals;
import dev.mecha.cli.terminal.Console;
import dev.mecha.cli.terminal.Program;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The commands and their flags, put together without reflection. */
final class CommandTree {

  private static final String VERSION = "version";

  private final Program program;
  private final Console console;
  private final CommandSpec root;
  private final Map<String, Action> actions = new LinkedHashMap<>();

  /** What a command does with its part of the command line. */
  private interface Action {
    int on(ParseResult parsed, Globals globals);
  }

  CommandTree(Program program, Console console, List<Command> commands) {
    this.program = program;
    this.console = console;
    this.root = spec(program.command(), "A runtime for distributed applications.");
    root.usageMessage().customSynopsis(program.command() + " [FLAGS] COMMAND");
    root.addOption(Flags.toggle("Print the version.", "-v", "--version"));
    for (Command command : commands) {
      CommandSpec spec = spec(command.name(), command.summary());
      add(spec, command::execute);
      command.describe(spec);
    }
    addHelp();
  }

  /**
   * Does what a command line says.
   *
   * @param arguments without the program's name
   * @return the exit status
   */
  int execute(List<String> arguments) {
    CommandLine line =
        new CommandLine(root)
            .setExpandAtFiles(false)
            .setInterpolateVariables(false)
            .setOverwrittenOptionsAllowed(true)
            .setHelpFactory(HelpLayout::new);
    CommandLine.tracer().setLevel(CommandLine.TraceLevel.OFF);
    try {
      return act(line.parseArgs(arguments.toArray(String[]::new)), line);
    } catch (ParameterException e) {
      return wrong(e);
    }
  }

  private int act(ParseResult parsed, CommandLine line) {
    if (parsed.hasMatchedOption("--version") && !parsed.hasSubcommand()) {
      return act(line.parseArgs(VERSION), line);
    }
    ParseResult chosen = parsed.hasSubcommand() ? parsed.subcommand() : parsed;
    if (chosen.isUsageHelpRequested() || !parsed.hasSubcommand()) {
      return explain(chosen.commandSpec());
    }
    Action action = actions.get(chosen.commandSpec().name());
    if (action == null) {
      throw new IllegalStateException("a command without an action: " + chosen.commandSpec());
    }
    return action.on(chosen, Globals.of(parsed));
  }

  private void addHelp() {
    CommandSpec help = spec("help", "Explain a command.");
    help.addPositional(
        PositionalParamSpec.builder()
            .index("0")
            .arity("0..1")
            .type(String.class)
            .paramLabel("COMMAND")
            .description("Its name.")
            .build());
    add(
        help,
        (parsed, globals) -> {
          String topic = parsed.matchedPositionalValue(0, "");
          CommandLine command = root.subcommands().get(topic);
          if (command == null && !topic.isEmpty()) {
            throw new CommandLine.UnmatchedArgumentException(root.commandLine(), List.of(topic));
          }
          return explain(command == null ? root : command.getCommandSpec());
        });
  }

  private void add(CommandSpec spec, Action action) {
    root.addSubcommand(spec.name(), spec);
    actions.put(spec.name(), action);
  }

  private static CommandSpec spec(String name, String description) {
    var spec = CommandSpec.create().name(name);
    spec.usageMessage().description(description).sortOptions(false);
    spec.addOption(
        OptionSpec.builder("-h", "--help").usageHelp(true).description("Print this help.").build());
    spec.addOption(Flags.toggle("Print JSON in place of text.", "--log-as-json"));
    spec.addOption(Flags.text("FOLDER", "The folder of the home folder.", "--runtime-path"));
    return spec;
  }

  private int explain(CommandSpec command) {
    console.out(command.commandLine().getUsageMessage().stripTrailing());
    return 0;
  }

  private int wrong(ParameterException problem) {
    String command = problem.getCommandLine().getCommandSpec().qualifiedName();
    console.err("Error: " + UsageProblems.describe(problem));
    console.err("Run '" + command + " --help' for usage.");
    return switch (program) {
      case DAPR -> 255; // minus one, as the peer's
      case MECHA -> 1;
    };
  }
}

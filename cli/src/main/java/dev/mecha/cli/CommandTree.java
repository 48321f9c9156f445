package dev.mecha.cli;

import dev.mecha.cli.run.RunFlags;
import dev.mecha.cli.terminal.Console;
import dev.mecha.cli.terminal.Program;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The commands and their flags, put together without reflection. */
final class CommandTree {

  /** What a wrong command line ends with. */
  private static final int USAGE = 1;

  private final Console console;
  private final Commands commands;
  private final CommandSpec root;
  private final Map<String, Action> actions = new LinkedHashMap<>();

  /** What a command does with its part of the command line. */
  private interface Action {
    int on(ParseResult parsed, Globals globals);
  }

  CommandTree(Program program, Console console, Commands commands) {
    this.console = console;
    this.commands = commands;
    this.root = spec(program.command(), "A runtime for distributed applications.");
    root.usageMessage().customSynopsis(program.command() + " [FLAGS] COMMAND");
    root.addOption(flag("Print the version.", "-v", "--version"));
    addRun();
    addVersion();
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
      ParseResult parsed = line.parseArgs(arguments.toArray(String[]::new));
      var globals = Globals.of(parsed);
      ParseResult chosen = parsed.hasSubcommand() ? parsed.subcommand() : parsed;
      if (chosen.isUsageHelpRequested()) {
        return explain(chosen.commandSpec());
      }
      return parsed.hasSubcommand()
          ? act(chosen, globals)
          : chosen.hasMatchedOption("--version")
              ? commands.version(Optional.empty())
              : explain(root);
    } catch (ParameterException e) {
      return wrong(e);
    }
  }

  private int act(ParseResult chosen, Globals globals) {
    Action action = actions.get(chosen.commandSpec().name());
    if (action == null) {
      throw new IllegalStateException("a command without an action: " + chosen.commandSpec());
    }
    return action.on(chosen, globals);
  }

  private void addRun() {
    CommandSpec run = spec("run", "Run a sidecar, and an application beside it.");
    run.usageMessage().customSynopsis(root.name() + " run [FLAGS] [-- COMMAND...]");
    RunFlags.addTo(run);
    add(run, commands::run);
  }

  private void addVersion() {
    CommandSpec version = spec("version", "Print the version.");
    version.addOption(value("FORM", "json; text without it.", "-o", "--output"));
    add(
        version,
        (parsed, globals) ->
            commands.version(Optional.ofNullable(parsed.matchedOptionValue("-o", null))));
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
    spec.addOption(flag("Print JSON in place of text.", "--log-as-json"));
    spec.addOption(value("FOLDER", "The folder of the home folder.", "--runtime-path"));
    return spec;
  }

  private static OptionSpec flag(String description, String... names) {
    return OptionSpec.builder(names)
        .type(boolean.class)
        .arity("0..1")
        .fallbackValue("true")
        .description(description)
        .build();
  }

  private static OptionSpec value(String label, String description, String... names) {
    return OptionSpec.builder(names)
        .type(String.class)
        .paramLabel(label)
        .description(description)
        .build();
  }

  private int explain(CommandSpec command) {
    console.out(command.commandLine().getUsageMessage().stripTrailing());
    return 0;
  }

  private int wrong(ParameterException problem) {
    String command = problem.getCommandLine().getCommandSpec().qualifiedName();
    console.err("Error: " + UsageProblems.describe(problem));
    console.err("Run '" + command + " --help' for usage.");
    return USAGE;
  }
}

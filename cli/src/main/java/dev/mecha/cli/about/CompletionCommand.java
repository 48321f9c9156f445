package dev.mecha.cli.about;

import dev.mecha.cli.command.Command;
import dev.mecha.cli.command.Flags;
import dev.mecha.cli.command.Globals;
import dev.mecha.cli.command.Surroundings;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** {@code completion}: prints what lets a shell complete command lines. */
public final class CompletionCommand implements Command {

  private static final String SHELLS = "bash, zsh, fish or powershell";

  private final Surroundings surroundings;

  /**
   * @param surroundings where it runs
   */
  public CompletionCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public String name() {
    return "completion";
  }

  @Override
  public String summary() {
    return "Print a completion script for " + SHELLS + ".";
  }

  @Override
  public void describe(CommandSpec spec) {
    spec.addPositional(Flags.arguments("0..1", "SHELL", SHELLS + "."));
  }

  @Override
  public int execute(ParseResult parsed, Globals globals) {
    List<String> given = Flags.arguments(parsed);
    String shell = given.isEmpty() ? "" : given.getFirst();
    CommandLine root = parsed.commandSpec().root().commandLine();
    String name = surroundings.program().command();
    switch (shell) {
      case "bash" -> print(AutoComplete.bash(name, root));
      // zsh has what it takes to run a script for bash, but has to be asked for it.
      case "zsh" ->
          print(
              "autoload -U +X compinit && compinit\nautoload -U +X bashcompinit && bashcompinit\n"
                  + AutoComplete.bash(name, root));
      case "fish" -> print(fish(name, root));
      case "powershell" -> print(powerShell(name, root));
      default -> {
        surroundings
            .lines(globals.logAsJson())
            .fail("completion: \"" + shell + "\" (expected: " + SHELLS + ")");
        return 1;
      }
    }
    return 0;
  }

  private void print(String script) {
    surroundings.console().out(script.stripTrailing());
  }

  private static String fish(String name, CommandLine root) {
    var lines = new ArrayList<String>();
    root.getSubcommands()
        .forEach(
            (command, line) -> {
              lines.add(
                  "complete -c %s -f -n __fish_use_subcommand -a %s -d '%s'"
                      .formatted(name, command, quoted(summary(line))));
              for (OptionSpec flag : line.getCommandSpec().options()) {
                if (!flag.hidden()) {
                  lines.add(
                      "complete -c %s -n '__fish_seen_subcommand_from %s'%s -d '%s'"
                          .formatted(name, command, fishNames(flag), quoted(summary(flag))));
                }
              }
            });
    return String.join("\n", lines);
  }

  private static String fishNames(OptionSpec flag) {
    var names = new StringBuilder();
    for (String each : flag.names()) {
      names.append(each.startsWith("--") ? " -l " : " -s ").append(each.replaceFirst("^-+", ""));
    }
    return (flag.type() == boolean.class ? "" : " -r") + names;
  }

  private static String powerShell(String name, CommandLine root) {
    String words =
        root.getSubcommands().entrySet().stream()
            .map(
                command ->
                    "    '%s' = @(%s)"
                        .formatted(command.getKey(), flags(command.getValue().getCommandSpec())))
            .collect(Collectors.joining("\n"));
    return """
    Register-ArgumentCompleter -Native -CommandName %s -ScriptBlock {
      param($word, $line, $position)
      $words = @{
    %s
      }
      $typed = @($line.CommandElements | Select-Object -Skip 1 | ForEach-Object { $_.ToString() })
      $command = $typed | Where-Object { $words.ContainsKey($_) } | Select-Object -First 1
      $known = if ($command -and $command -ne $word) { $words[$command] } else { $words.Keys }
      $known | Where-Object { $_ -like "$word*" } | Sort-Object |
        ForEach-Object { [System.Management.Automation.CompletionResult]::new($_) }
    }
    """
        .formatted(name, words);
  }

  private static String flags(CommandSpec command) {
    return command.options().stream()
        .filter(flag -> !flag.hidden())
        .map(flag -> "'" + flag.longestName() + "'")
        .collect(Collectors.joining(", "));
  }

  private static String summary(CommandLine command) {
    return String.join(" ", command.getCommandSpec().usageMessage().description());
  }

  private static String summary(OptionSpec flag) {
    return String.join(" ", flag.description());
  }

  private static String quoted(String text) {
    return text.replace("'", "\\'");
  }
}

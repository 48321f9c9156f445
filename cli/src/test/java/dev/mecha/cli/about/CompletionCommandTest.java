package dev.mecha.cli.about;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mecha.cli.command.Flags;
import dev.mecha.cli.command.Globals;
import dev.mecha.cli.command.Surroundings;
import dev.mecha.cli.terminal.Program;
import dev.mecha.cli.terminal.Screen;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

class CompletionCommandTest {

  private final Screen screen = new Screen();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "bash|complete -F _complete_mecha",
        "zsh|bashcompinit",
        "fish|complete -c mecha -n '__fish_seen_subcommand_from list' -r -s o -l output -d 'It\\'s"
            + " form.'",
        "powershell|'list' = @('--output')",
      })
  void eachShellGetsAScriptThatKnowsCommandsAndFlags(String shell, String part) {
    assertThat(run(shell)).isZero();
    assertThat(screen.out()).contains(part).contains("list");
  }

  @Test
  void anotherShellIsAnsweredWithThoseThatThereAre() {
    assertThat(run("tcsh")).isEqualTo(1);
    assertThat(screen.err())
        .isEqualTo("completion: \"tcsh\" (expected: bash, zsh, fish or powershell)\n");
  }

  private int run(String shell) {
    var command = new CompletionCommand(new Surroundings(Program.MECHA, screen.console, Map.of()));
    var root = CommandSpec.create().name("mecha");
    var list = CommandSpec.create().name("list");
    list.usageMessage().description("List.");
    list.addOption(Flags.text("FORM", "It's form.", "-o", "--output"));
    root.addSubcommand("list", list);
    var own = CommandSpec.create().name(command.name());
    command.describe(own);
    root.addSubcommand(command.name(), own);
    var parsed = new CommandLine(root).parseArgs("completion", shell).subcommand();
    return command.execute(parsed, new Globals("", false));
  }
}

package dev.mecha.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mecha.cli.command.Command;
import dev.mecha.cli.command.Flags;
import dev.mecha.cli.command.Globals;
import dev.mecha.cli.run.RunFlags;
import dev.mecha.cli.terminal.Console;
import dev.mecha.cli.terminal.Program;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

class CommandTreeTest {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final List<String> calls = new ArrayList<>();

  /** Writes down what it is told. */
  private record Recorder(String name, List<String> calls) implements Command {

    @Override
    public String summary() {
      return "Do " + name + ".";
    }

    @Override
    public void describe(CommandSpec spec) {
      if (name.equals("run")) {
        spec.usageMessage().customSynopsis(spec.qualifiedName() + " [FLAGS] [-- COMMAND...]");
        RunFlags.addTo(spec);
      } else if (name.equals("invoke")) {
        spec.addOption(Flags.required("TEXT", "Whom.", "-a", "--app-id"));
        spec.addOption(Flags.required("TEXT", "What.", "-m", "--method"));
      } else {
        spec.addOption(Flags.text("FORM", "How.", "-o", "--output"));
      }
    }

    @Override
    public int execute(ParseResult parsed, Globals globals) {
      calls.add(
          name.equals("run")
              ? "run " + Flags.arguments(parsed) + " " + globals
              : name + " " + parsed.matchedOptionValue("-o", "text"));
      return 42;
    }
  }

  private final List<Command> commands =
      Stream.of("run", "version", "invoke")
          .map(name -> (Command) new Recorder(name, calls))
          .toList();

  @Test
  void runGetsItsCommandAndTheGlobalFlagsFromBothPlaces() {
    assertThat(execute("--runtime-path", "/a", "run", "--log-as-json", "--", "app", "-v"))
        .isEqualTo(42);
    assertThat(calls).containsExactly("run [app, -v] Globals[runtimePath=/a, logAsJson=true]");
    execute("--runtime-path", "/a", "run", "--runtime-path=/b");
    assertThat(calls).last().asString().contains("runtimePath=/b");
  }

  @ParameterizedTest
  @CsvSource({"version, text", "--version, text", "-v, text", "version -o json, json"})
  void theVersionIsAskedForInSeveralWays(String line, String form) {
    assertThat(execute(line.split(" "))).isEqualTo(42);
    assertThat(calls).containsExactly("version " + form);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-h", "--help", "help"})
  void theHelpNamesTheCommands(String line) {
    assertThat(line.isEmpty() ? execute() : execute(line)).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .startsWith("Usage: mecha [FLAGS] COMMAND")
        .contains("run ", "version ", "help ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"run -h", "run --help", "help run"})
  void theHelpOfACommandNamesItsFlags(String line) {
    assertThat(execute(line.split(" "))).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .startsWith("Usage: mecha run [FLAGS] [-- COMMAND...]")
        .contains("-a, --app-id", "--resources-path", "--log-as-json ")
        .doesNotContain("PARAM");
    assertThat(calls).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "rum|unknown command \"rum\" for \"mecha\" (did you mean run?)|mecha",
        "help rum|unknown command \"rum\" for \"mecha\" (did you mean run?)|mecha",
        "run --ap-id x|unknown flag: --ap-id (did you mean --app-id?)|mecha run",
        "run --app-port x|Invalid value for option '--app-port': 'x' is not an int|mecha run",
        "run --app-id|Missing required parameter for option '--app-id' (TEXT)|mecha run",
        "invoke|required flag(s) \"app-id\", \"method\" not set|mecha invoke",
        "version extra|unknown command \"extra\" for \"mecha version\"|mecha version",
      })
  void aWrongLineIsExplainedAndRunsNothing(String line, String reason, String command) {
    assertThat(execute(line.split(" "))).isEqualTo(1);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .isEqualTo("Error: " + reason + "\nRun '" + command + " --help' for usage.\n");
    assertThat(out.size()).isZero();
    assertThat(calls).isEmpty();
  }

  @Test
  void underThePeersNameTheHelpUsesThatName() {
    new CommandTree(Program.DAPR, new Console(out, err, false), commands).execute(List.of());
    assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("Usage: dapr [FLAGS] COMMAND");
  }

  @Test
  void underThePeersNameAWrongLineHasThePeersStatus() {
    var tree = new CommandTree(Program.DAPR, new Console(out, err, false), commands);
    assertThat(tree.execute(List.of("rum"))).isEqualTo(255);
  }

  private int execute(String... arguments) {
    return new CommandTree(Program.MECHA, new Console(out, err, false), commands)
        .execute(List.of(arguments));
  }
}

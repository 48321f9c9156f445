package dev.mecha.cli.home;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mecha.cli.command.Command;
import dev.mecha.cli.command.Globals;
import dev.mecha.cli.command.Surroundings;
import dev.mecha.cli.terminal.Program;
import dev.mecha.cli.terminal.Screen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

class InitCommandTest {

  @TempDir Path folder;

  private final Screen screen = new Screen();

  @Test
  void whatInitMakesUninstallTakesAwayButNotWhatIsTheUsers() throws IOException {
    var surroundings = surroundings(Program.MECHA, "home");
    assertThat(run(new InitCommand(surroundings))).isZero();
    assertThat(screen.out()).contains("pubsub.yaml, secretstore.yaml, statestore.yaml");
    Files.writeString(folder.resolve("home/mine.txt"), "mine");
    assertThat(run(new UninstallCommand(surroundings))).isZero();
    assertThat(folder.resolve("home/components/pubsub.yaml")).exists();
    assertThat(run(new UninstallCommand(surroundings), "--all")).isZero();
    assertThat(folder.resolve("home")).isDirectoryNotContaining("glob:**/{components,data}");
    assertThat(folder.resolve("home/mine.txt")).hasContent("mine");
    Files.delete(folder.resolve("home/mine.txt"));
    assertThat(run(new UninstallCommand(surroundings), "--all")).isZero();
    assertThat(folder.resolve("home")).doesNotExist();
  }

  @Test
  void scriptsOfThePeerGetWhatTheyWaitFor() {
    var surroundings = surroundings(Program.DAPR, "home");
    assertThat(
            run(
                new InitCommand(surroundings),
                "--slim",
                "--runtime-version=1.18.3",
                "--container-runtime",
                "podman"))
        .isZero();
    assertThat(screen.lines())
        .contains(
            "✅  Success! Dapr is up and running. To get started, go here:"
                + " https://docs.dapr.io/getting-started");
    assertThat(run(new UninstallCommand(surroundings), "--all")).isZero();
    assertThat(screen.lines()).contains("✅  Dapr has been removed successfully");
  }

  @Test
  void aHomeThatCannotBeWrittenIsAnsweredWithWhatToDo() throws IOException {
    Files.writeString(folder.resolve("file"), "");
    assertThat(run(new InitCommand(surroundings(Program.MECHA, "file/home")))).isEqualTo(1);
    assertThat(screen.err()).contains("cannot write to", "set MECHA_HOME");
  }

  private Surroundings surroundings(Program program, String home) {
    return new Surroundings(
        program, screen.console, Map.of("MECHA_HOME", folder.resolve(home).toString()));
  }

  private static int run(Command command, String... arguments) {
    var spec = CommandSpec.create().name(command.name());
    command.describe(spec);
    return command.execute(new CommandLine(spec).parseArgs(arguments), new Globals("", false));
  }
}

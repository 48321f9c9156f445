package dev.mecha.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

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

class DoctorCommandTest {

  @TempDir Path folder;

  private final Screen screen = new Screen();

  @Test
  void aFreshMachineHasNoErrors() {
    assertThat(run(folder.resolve("home"))).isZero();
    assertThat(screen.out())
        .contains("ok       JDK ", "ok       home folder", "port 3500", "no resource files yet");
  }

  @Test
  void wrongFilesAreErrorsWithTheirPlace() throws IOException {
    Path file = folder.resolve("store.yaml");
    Files.writeString(
        file,
        """
        apiVersion: dapr.io/v1alpha1
        kind: Component
        metadata:
          name: store
        spec:
          type: state.sqlite
          version: v2
        """);
    assertThat(run(folder.resolve("home"), "--resources-path", folder.toString())).isEqualTo(1);
    assertThat(screen.lines())
        .contains("error    " + file + ":7: spec.version: \"v2\" (expected: v1)");
    assertThat(screen.lines().getLast()).startsWith("1 error, ");
  }

  @Test
  void aFolderThatIsNotThereIsAnErrorAndHoldsNothing() {
    String missing = folder.resolve("none").toString();
    assertThat(run(folder.resolve("home"), "--resources-path", missing)).isEqualTo(1);
    assertThat(screen.out()).contains(missing + " does not exist").doesNotContain("resources in");
  }

  @Test
  void oneResourceIsOne() throws IOException {
    Files.writeString(
        folder.resolve("store.yaml"),
        """
        apiVersion: dapr.io/v1alpha1
        kind: Component
        metadata:
          name: store
        spec:
          type: state.in-memory
          version: v1
        """);
    assertThat(run(folder.resolve("home"), "--resources-path", folder.toString())).isZero();
    assertThat(screen.lines()).contains("ok       1 resource in " + folder);
  }

  @Test
  void aHomeThatCannotBeWrittenIsAnError() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    assertThat(run(file.resolve("home"))).isEqualTo(1);
    assertThat(screen.out()).contains("cannot be written (set MECHA_HOME or --runtime-path");
  }

  private int run(Path home, String... arguments) {
    var command =
        new DoctorCommand(
            new Surroundings(Program.MECHA, screen.console, Map.of("MECHA_HOME", home.toString())));
    var spec = CommandSpec.create().name("doctor");
    command.describe(spec);
    return command.execute(new CommandLine(spec).parseArgs(arguments), new Globals("", false));
  }
}

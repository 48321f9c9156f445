package dev.mecha.cli.offer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mecha.cli.command.Globals;
import dev.mecha.cli.command.Surroundings;
import dev.mecha.cli.terminal.Program;
import dev.mecha.cli.terminal.Screen;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

class ComponentCommandTest {

  @TempDir Path folder;

  private final Screen screen = new Screen();

  @ParameterizedTest
  @ValueSource(strings = {"", "serve", "stop state.redis", "serve state.redis more"})
  void whatIsNoCommandLineOfItIsSaid(String line) {
    assertThat(run(line.isEmpty() ? new String[0] : line.split(" "))).isEqualTo(1);
    assertThat(screen.err())
        .isEqualTo("component: \"" + line + "\" (expected: component serve TYPE)\n");
  }

  @Test
  void aTypeThatNobodyHasIsNamed() {
    assertThat(run("serve", "state.none")).isEqualTo(1);
    assertThat(screen.err()).isEqualTo("state.none: couldn't find state store state.none\n");
  }

  private int run(String... arguments) {
    var command =
        new ComponentCommand(
            new Surroundings(
                Program.MECHA,
                screen.console,
                Map.of(
                    "MECHA_HOME", folder.toString(),
                    "DAPR_COMPONENTS_SOCKETS_FOLDER", folder.toString())),
            reaction -> {});
    var spec = CommandSpec.create().name("component");
    command.describe(spec);
    return command.execute(new CommandLine(spec).parseArgs(arguments), new Globals("", false));
  }
}

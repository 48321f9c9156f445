package dev.mecha.cli.resource;

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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

class ComponentsCommandTest {

  @TempDir Path folder;

  private final Screen screen = new Screen();

  @BeforeEach
  void twoResources() throws IOException {
    Path components = Files.createDirectories(folder.resolve("home/components"));
    Files.writeString(
        components.resolve("hook.yaml"),
        """
        apiVersion: dapr.io/v1alpha1
        kind: Component
        metadata:
          name: hook
        spec:
          type: bindings.http
          version: v1
          metadata:
            - name: url
              value: http://localhost:1
            - name: securityToken
              value: hunter2
        scopes: [a, b]
        """);
    Files.writeString(
        folder.resolve("home/config.yaml"),
        """
        apiVersion: dapr.io/v1alpha1
        kind: Configuration
        metadata: {name: main}
        spec: {tracing: {samplingRate: "1"}}
        """);
  }

  @Test
  void aTable() {
    assertThat(run(new ComponentsCommand(surroundings()))).isZero();
    assertThat(screen.lines().getFirst()).matches(" +NAME +TYPE +VERSION +SCOPES +FILE");
    assertThat(screen.lines().getLast()).matches(" +hook +bindings.http +v1 +a,b +.*hook.yaml");
    assertThat(run(new ConfigurationsCommand(surroundings()))).isZero();
    assertThat(screen.lines().getLast()).matches(" +main +true +true +.*config.yaml");
  }

  @Test
  void wholeButForSecrets() {
    assertThat(run(new ComponentsCommand(surroundings()), "-o", "json", "-n", "hook")).isZero();
    assertThat(screen.out())
        .contains("\"name\": \"url\"", "\"value\": \"http://localhost:1\"", "\"value\": \"***\"")
        .doesNotContain("hunter2");
    assertThat(run(new ComponentsCommand(surroundings()), "-o", "yaml")).isZero();
    assertThat(screen.out()).contains("name: securityToken").doesNotContain("hunter2");
  }

  @Test
  void aClusterIsSomethingElse() {
    assertThat(run(new ComponentsCommand(surroundings()), "-k")).isEqualTo(1);
    assertThat(screen.err()).contains("kubectl");
  }

  private Surroundings surroundings() {
    return new Surroundings(
        Program.MECHA, screen.console, Map.of("MECHA_HOME", folder.resolve("home").toString()));
  }

  private static int run(Command command, String... arguments) {
    var spec = CommandSpec.create().name(command.name());
    command.describe(spec);
    return command.execute(new CommandLine(spec).parseArgs(arguments), new Globals("", false));
  }
}

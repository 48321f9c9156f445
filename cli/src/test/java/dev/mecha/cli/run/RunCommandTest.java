package dev.mecha.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mecha.cli.command.Globals;
import dev.mecha.cli.command.Surroundings;
import dev.mecha.cli.terminal.Program;
import dev.mecha.cli.terminal.Screen;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RunCommandTest {

  @TempDir Path folder;

  private final Screen screen = new Screen();
  private final List<String> sidecar = new CopyOnWriteArrayList<>();
  private final FakeSidecars sidecars = FakeSidecars.serving();

  @Test
  void inOurOwnWordsWithPortsAndACallToTry() {
    assertThat(execute(Program.MECHA, "-a", "shop", "-H", "0", "--", "/bin/sh", "-c", "exit 0"))
        .isZero();
    int port = Integer.parseInt(argument("dapr-http-port"));
    assertThat(screen.out())
        .contains("Ready: shop  HTTP http://127.0.0.1:" + port)
        .contains("curl http://127.0.0.1:" + port + "/v1.0/metadata")
        .contains("The application has ended.");
  }

  @Test
  void inThePeersWords() {
    assertThat(execute(Program.DAPR, "-a", "shop", "--", "true")).isZero();
    assertThat(screen.lines())
        .containsSubsequence(
            "ℹ️  Starting Dapr with id shop. HTTP Port: "
                + argument("dapr-http-port")
                + ". gRPC Port: "
                + argument("dapr-grpc-port"),
            "ℹ️  Dapr sidecar is up and running.",
            "✅  You're up and running! Both Dapr and your app logs will appear here.",
            "✅  Exited App successfully");
  }

  @Test
  void aNameIsMadeUp() {
    execute(Program.MECHA, "--", "true");
    assertThat(argument("app-id")).matches("[a-z]+-[a-z]+");
  }

  @Test
  void theSidecarGetsTheEmbeddedDefaultsAndALocalHost() {
    execute(Program.MECHA, "-a", "shop", "--", "true");
    assertThat(argument("resources-path")).isEqualTo(folder.resolve("home/components").toString());
    assertThat(argument("config")).isEqualTo(folder.resolve("home/config.yaml").toString());
    assertThat(sidecar).contains("DAPR_HOST_IP=127.0.0.1");
  }

  @Test
  void aProgramThatIsNotThereStartsNothing() {
    assertThat(execute(Program.DAPR, "-a", "shop", "--", "no-such-program")).isEqualTo(1);
    assertThat(screen.err())
        .isEqualTo(
            "❌  Failed to find command no-such-program: exec: \"no-such-program\": executable file"
                + " not found in $PATH\n");
    assertThat(sidecar).isEmpty();
  }

  @Test
  void aHomeThatCannotBeWrittenIsAWarning() throws Exception {
    Files.writeString(folder.resolve("home"), "a file");
    assertThat(execute(Program.MECHA, "-a", "shop", "--", "true")).isZero();
    assertThat(screen.out()).contains("warning: no default components: cannot write to");
    assertThat(sidecar).doesNotContain("--resources-path");
  }

  @Test
  void deprecatedFlagsWorkAndSaySo() throws Exception {
    Path own = Files.createDirectory(folder.resolve("own"));
    execute(Program.DAPR, "-d", own.toString(), "--app-ssl", "--", "true");
    assertThat(screen.err())
        .contains("Flag --components-path has been deprecated, This flag is deprecated")
        .contains("Flag --app-ssl has been deprecated, This flag is deprecated");
    assertThat(argument("resources-path")).isEqualTo(own.toString());
  }

  @Test
  void jsonIsJsonThroughout() {
    var command = command(Program.DAPR);
    command.execute(CommandLines.run("-a", "a\"b", "--", "true").parsed(), new Globals("", true));
    assertThat(screen.lines().getFirst())
        .matches(
            "\\{\"time\":\"[0-9T:.-]+Z\",\"status\":\"info\",\"msg\":\"Starting Dapr with id"
                + " a\\\\\"b\\..*\"}");
    assertThat(sidecar).contains("--log-as-json");
  }

  private int execute(Program program, String... arguments) {
    return command(program).execute(CommandLines.run(arguments).parsed(), new Globals("", false));
  }

  private RunCommand command(Program program) {
    SidecarHost host =
        (arguments, environment) -> {
          sidecar.addAll(arguments);
          environment.forEach((name, value) -> sidecar.add(name + "=" + value));
          return sidecars.start(arguments, environment);
        };
    var environment =
        Map.of("PATH", "/usr/bin:/bin", "MECHA_HOME", folder.resolve("home").toString());
    return new RunCommand(
        new Surroundings(program, screen.console, environment),
        new FakeHosts(log -> host),
        reaction -> {});
  }

  private String argument(String name) {
    var arguments = new ArrayList<>(sidecar);
    return arguments.get(arguments.indexOf("--" + name) + 1);
  }
}

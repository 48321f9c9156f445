package dev.mecha.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mecha.cli.command.Globals;
import dev.mecha.cli.command.Surroundings;
import dev.mecha.cli.terminal.Program;
import dev.mecha.cli.terminal.Screen;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FleetRunTest {

  @TempDir Path folder;

  private final Screen screen = new Screen();
  private final List<Runnable> interrupts = new CopyOnWriteArrayList<>();
  private final FakeFleet fleet = new FakeFleet();

  @BeforeEach
  void threeFolders() throws IOException {
    for (String name : List.of("one", "two", "three")) {
      Files.createDirectory(folder.resolve(name));
    }
  }

  @Test
  void eachRunsInItsFolderWithItsEnvironmentAndBothLogs() throws Exception {
    var result =
        run(
            Program.MECHA,
            """
            version: 1
            common: {env: {WHO: all}}
            apps:
              - appDirPath: one
                command: [/bin/sh, -c, "pwd; echo $WHO; exec sleep 600"]
              - appDirPath: two
                env: {WHO: me}
                appLogDestination: file
                command: [/bin/sh, -c, "echo $WHO $APP_ID; exec sleep 600"]
            """);
    screen.await("All 2 applications are ready.");
    screen.await("== APP - one == all");
    assertThat(screen.lines())
        .contains("== APP - one == " + folder.resolve("one").toRealPath())
        .noneMatch(line -> line.contains("me two"));
    Awaitility.await()
        .untilAsserted(() -> assertThat(log("two", "app")).contains("== APP - two == me two\n"));
    assertThat(log("one", "daprd")).contains("sidecar of one");
    assertThat(fleet.notes("two"))
        .containsEntry("runTemplatePath", folder.resolve("dapr.yaml").toString())
        .containsKeys("cliPID", "appPID", "appCommand", "appLogPath", "daprdLogPath");
    interrupt();
    assertThat(result.get()).isZero();
    assertThat(fleet.closed()).containsExactlyInAnyOrder("one", "two");
  }

  @Test
  void whoDependsOnAnotherStartsWhenThatIsReady() throws Exception {
    fleet.notReady("one");
    var result =
        run(
            Program.MECHA,
            """
            version: 1
            apps:
              - appDirPath: two
                dependsOn: [one]
                command: [/bin/sh, -c, "echo up; exec sleep 600"]
              - appDirPath: one
                command: [/bin/sh, -c, "echo up; exec sleep 600"]
            """);
    screen.await("== APP - one == up");
    assertThat(screen.out()).contains("two waits for one").doesNotContain("== APP - two");
    fleet.ready("one");
    screen.await("== APP - two == up");
    interrupt();
    assertThat(result.get()).isZero();
  }

  @Test
  void oneThatNeverGetsReadyEndsThoseThatWaitForItAndAllOthers() throws Exception {
    fleet.notReady("one");
    var result =
        run(
            Program.MECHA,
            """
            version: 1
            apps:
              - appDirPath: one
                readyTimeout: 100ms
                command: [sleep, "600"]
              - appDirPath: two
                dependsOn: [one]
                command: [sleep, "600"]
              - appDirPath: three
                command: [sleep, "600"]
            """);
    assertThat(result.get()).isEqualTo(1);
    assertThat(screen.out()).contains("one is not ready after 100 ms");
    assertThat(screen.err()).contains("two: it depends on one, which is not ready");
    assertThat(fleet.closed()).contains("one");
  }

  @Test
  void oneThatNeverGetsReadyIsNamedAndTheOthersGoOn() throws Exception {
    fleet.notReady("one");
    var result =
        run(
            Program.MECHA,
            """
            version: 1
            apps:
              - appDirPath: one
                readyTimeout: 100ms
                command: [sleep, "600"]
              - appDirPath: two
                command: [sleep, "600"]
            """);
    screen.await("one is not ready after 100 ms");
    screen.await("Ready: two");
    assertThat(result).isNotDone();
    interrupt();
    assertThat(result.get()).isEqualTo(1);
  }

  @Test
  void oneThatCrashesIsNamedTheOthersGoOnAndTheWholeHasFailed() throws Exception {
    var result =
        run(
            Program.MECHA,
            """
            version: 1
            apps:
              - appDirPath: one
                command: [/bin/sh, -c, "exit 3"]
              - appDirPath: two
                command: [sleep, "600"]
            """);
    Awaitility.await().until(() -> screen.err().contains("one has ended with status 3."));
    Awaitility.await().until(() -> fleet.closed().contains("one"));
    assertThat(result).isNotDone();
    interrupt();
    assertThat(result.get()).isEqualTo(1);
  }

  @Test
  void theWholeEndsWithTheLastApplication() throws Exception {
    var result =
        run(
            Program.MECHA,
            """
            version: 1
            apps:
              - appDirPath: one
                command: ["true"]
              - appDirPath: two
                command: ["true"]
            """);
    assertThat(result.get()).isZero();
    assertThat(fleet.closed()).containsExactlyInAnyOrder("one", "two");
  }

  @Test
  void underThePeersNameItWaitsForTheSignal() throws Exception {
    var result =
        run(
            Program.DAPR,
            """
            version: 1
            apps:
              - appDirPath: one
                command: [/bin/sh, -c, "exit 3"]
            """);
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(log("one", "app"))
                    .contains("The App process exited with error code: exit status 3"));
    screen.await("Started Dapr with app id \"one\". HTTP Port: ");
    screen.await("Writing log files to directory : " + folder.resolve("one/.dapr/logs"));
    assertThat(result).isNotDone();
    interrupt();
    assertThat(result.get()).isZero();
    assertThat(screen.out())
        .contains(
            "Received signal to stop Dapr and app processes. Shutting down Dapr and app"
                + " processes.");
    assertThat(log("one", "daprd"))
        .contains(
            "You're up and running! Dapr logs will appear here.",
            "termination signal received: shutting down",
            "Exited Dapr successfully");
  }

  @Test
  void anApplicationWhoseSidecarStopsEndsAlone() throws Exception {
    var result =
        run(
            Program.MECHA,
            """
            version: 1
            apps:
              - appDirPath: one
                command: [sleep, "600"]
              - appDirPath: two
                command: [sleep, "600"]
            """);
    screen.await("All 2 applications are ready.");
    fleet.stop("one");
    Awaitility.await().until(() -> fleet.closed().contains("one"));
    assertThat(result).isNotDone();
    fleet.stop("two");
    assertThat(result.get()).isZero();
  }

  @Test
  void nothingStartsUnlessAllCan() throws Exception {
    try (var taken = new ServerSocket(0)) {
      var result =
          run(
              Program.MECHA,
              """
              version: 1
              apps:
                - appDirPath: one
                  command: ["true"]
                - appDirPath: two
                  daprHTTPPort: %d
                  command: ["true"]
              """
                  .formatted(taken.getLocalPort()));
      assertThat(result.get()).isEqualTo(1);
      assertThat(screen.err())
          .contains("two (")
          .contains("HTTPPort. Port " + taken.getLocalPort() + " is not available");
      assertThat(fleet.closed()).isEmpty();
    }
  }

  @Test
  void aSidecarThatCannotStartEndsAll() throws Exception {
    fleet.failing("two", "the database is gone");
    var result =
        run(
            Program.MECHA,
            """
            version: 1
            apps:
              - appDirPath: one
                command: [sleep, "600"]
              - appDirPath: two
                command: [sleep, "600"]
            """);
    assertThat(result.get()).isEqualTo(1);
    assertThat(screen.err()).contains("two: the database is gone");
  }

  @Test
  void whoAsksTwiceIsInAHurry() throws Exception {
    var result =
        run(
            Program.MECHA,
            """
            version: 1
            apps:
              - appDirPath: one
                command: [/bin/sh, -c, "trap '' TERM; echo up; while :; do sleep 0.1; done"]
            """);
    screen.await("== APP - one == up");
    interrupt();
    screen.await("Stopping ...");
    interrupt();
    assertThat(result.get(4, TimeUnit.SECONDS)).isEqualTo(1);
  }

  private CompletableFuture<Integer> run(Program program, String file) throws IOException {
    Files.writeString(folder.resolve("dapr.yaml"), file);
    var surroundings =
        new Surroundings(
            program,
            screen.console,
            Map.of(
                "PATH", "/usr/bin:/bin",
                "HOME", folder.toString(),
                "MECHA_HOME", folder.resolve("home").toString()));
    var run = new RunCommand(surroundings, fleet, interrupts::add);
    var result = new CompletableFuture<Integer>();
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              try {
                result.complete(
                    run.execute(
                        CommandLines.run("-f", folder.toString()).parsed(),
                        new Globals("", false)));
              } catch (RuntimeException | Error e) {
                result.completeExceptionally(e);
              }
            });
    return result.orTimeout(Duration.ofSeconds(50).toSeconds(), TimeUnit.SECONDS);
  }

  private void interrupt() {
    Awaitility.await().until(() -> !interrupts.isEmpty());
    interrupts.forEach(Runnable::run);
  }

  private String log(String app, String kind) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve(app).resolve(".dapr/logs"))) {
      for (Path file : files.toList()) {
        if (file.getFileName().toString().startsWith(app + "_" + kind + "_")) {
          return Files.readString(file);
        }
      }
    }
    return "";
  }
}

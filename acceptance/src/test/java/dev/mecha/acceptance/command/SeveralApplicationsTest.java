package dev.mecha.acceptance.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mecha.acceptance.process.Command;
import dev.mecha.acceptance.process.EchoApp;
import dev.mecha.acceptance.process.Http;
import dev.mecha.acceptance.process.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code run -f}: the applications of a file, and all their sidecars in one process. */
class SeveralApplicationsTest {

  @TempDir Path folder;

  /** One crashes, one never gets ready, one ignores what it is asked; two do as they should. */
  @Test
  void whatGoesWrongWithOneIsToldAndDoesNotTouchTheOthers() throws Exception {
    folders("good", "caller", "crash", "mute", "stubborn");
    int caller = Ports.free();
    try (EchoApp good = EchoApp.start("good");
        Command.Running run =
            start(
                """
                version: 1
                name: five
                apps:
                  - appDirPath: caller
                    daprHTTPPort: %d
                    dependsOn: [good]
                    command: [sleep, "601"]
                  - appDirPath: good
                    appPort: %d
                    command: [sleep, "602"]
                  - appDirPath: crash
                    command: [sh, -c, "echo about to fall; exit 3"]
                  - appDirPath: mute
                    appPort: %d
                    readyTimeout: 2s
                    command: [sleep, "603"]
                  - appDirPath: stubborn
                    command: [sh, -c, "trap '' TERM; echo here; while :; do sleep 0.2; done"]
                """
                    .formatted(caller, good.port(), Ports.free()))) {
      run.await("crash has ended with status 3.");
      run.await("mute is not ready after 2 s");
      run.await("Ready: caller");
      run.await("== APP - stubborn == here");
      assertThat(run.out()).contains("== APP - crash == about to fall");

      // The sidecars share a process, find each other, and have logs of their own.
      try (var http = new Http(caller)) {
        assertThat(http.send("GET", "/v1.0/invoke/good/method/hello", "").statusCode())
            .isEqualTo(200);
      }
      assertThat(log("caller", "daprd"))
          .contains("app_id=caller", "HTTP server is running on port " + caller)
          .doesNotContain("app_id=good");
      assertThat(log("good", "daprd")).contains("app_id=good").doesNotContain("app_id=caller");
      assertThat(log("crash", "app")).isEqualTo("== APP - crash == about to fall\n");

      List<ProcessHandle> children = run.process().descendants().toList();
      run.process().destroy();
      assertThat(run.awaitExit()).as(run.out() + run.err()).isEqualTo(1);
      assertThat(run.out())
          .contains("stubborn did not end within 5 s of being asked to, and was killed.");
      Awaitility.await().until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
    }
  }

  @Test
  void oneOfThemIsStoppedAndThenAll() throws Exception {
    folders("first", "second");
    var command = Command.mecha(folder);
    try (Command.Running run =
        start(
            """
            version: 1
            apps:
              - appID: several-first
                appDirPath: first
                command: [sleep, "600"]
              - appID: several-second
                appDirPath: second
                command: [sleep, "600"]
            """)) {
      run.await("All 2 applications are ready.");
      assertThat(command.run("list").out())
          .contains("several-first", "several-second", folder.resolve("dapr.yaml").toString());
      Command.Result one = command.run("stop", "several-first");
      assertThat(one.status()).as(one.err()).isZero();
      assertThat(command.run("list").out())
          .contains("several-second")
          .doesNotContain("several-first");
      Command.Result all = command.run("stop", "-f", folder.toString());
      assertThat(all.status()).as(all.err()).isZero();
      assertThat(run.awaitExit()).isZero();
    }
  }

  @Test
  void inThePeersWords() throws Exception {
    folders("first");
    int http = Ports.free();
    Files.writeString(
        folder.resolve("dapr.yaml"),
        """
        version: 1
        apps:
          - appDirPath: first
            daprHTTPPort: %d
            command: [sh, -c, "exit 3"]
        """
            .formatted(http));
    var command = Command.dapr(folder);
    try (Command.Running run = command.start("run", "-f", ".")) {
      run.await("ℹ️  Started Dapr with app id \"first\". HTTP Port: " + http + ". gRPC Port: ");
      run.await("ℹ️  Writing log files to directory : " + folder.resolve("first/.dapr/logs"));
      Awaitility.await()
          .untilAsserted(
              () ->
                  assertThat(log("first", "app"))
                      .contains("The App process exited with error code: exit status 3"));
      assertThat(command.run("stop", "-f", ".").out())
          .isEqualTo("✅  Dapr and app processes stopped successfully\n");
      assertThat(run.awaitExit()).isZero();
      assertThat(run.out())
          .contains(
              "Received signal to stop Dapr and app processes. Shutting down Dapr and app"
                  + " processes.");
      assertThat(log("first", "daprd"))
          .contains("You're up and running! Dapr logs will appear here.");
    }
  }

  /** The end of the terminal is SIGHUP; whoever writes there afterwards is not heard. */
  @ParameterizedTest
  @ValueSource(strings = {"HUP", "INT", "TERM"})
  void allEndWithTheTerminal(String signal) throws Exception {
    folders("first");
    try (Command.Running run =
        start(
            """
            version: 1
            apps:
              - appDirPath: first
                command: [sleep, "600"]
            """)) {
      run.await("Ready: first");
      List<ProcessHandle> children = run.process().descendants().toList();
      assertThat(children).isNotEmpty();
      run.signal(signal);
      assertThat(run.awaitExit()).isZero();
      Awaitility.await().until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
    }
  }

  @Test
  void aTakenPortIsNamedAndNothingStarts() throws Exception {
    folders("first", "second");
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Command.Running run =
            start(
                """
                version: 1
                apps:
                  - appDirPath: first
                    command: [touch, started]
                  - appDirPath: second
                    daprHTTPPort: %d
                """
                    .formatted(taken.getLocalPort()))) {
      assertThat(run.awaitExit()).isEqualTo(1);
      assertThat(run.err())
          .contains("second", "Port " + taken.getLocalPort() + " is not available");
      assertThat(folder.resolve("first/started")).doesNotExist();
    }
  }

  @Test
  void aHomeThatCannotBeWrittenIsNamedAndTheRestWorks() throws Exception {
    folders("first");
    Path file = Files.writeString(folder.resolve("file"), "");
    Files.writeString(
        folder.resolve("dapr.yaml"),
        """
        version: 1
        apps:
          - appDirPath: first
            command: [sleep, "600"]
        """);
    try (Command.Running run =
        Command.mecha(folder)
            .with("MECHA_HOME", file.resolve("home").toString())
            .start("run", "-f", "dapr.yaml")) {
      run.await("warning: no default components: cannot write to " + file.resolve("home"));
      run.await("Ready: first");
      run.process().destroy();
      assertThat(run.awaitExit()).isZero();
    }
  }

  private Command.Running start(String file) throws IOException {
    Files.writeString(folder.resolve("dapr.yaml"), file);
    return Command.mecha(folder).start("run", "-f", "dapr.yaml");
  }

  private void folders(String... names) throws IOException {
    for (String name : names) {
      Files.createDirectory(folder.resolve(name));
    }
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

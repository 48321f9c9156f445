package dev.mecha.acceptance.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mecha.acceptance.process.Command;
import dev.mecha.acceptance.process.EventApp;
import dev.mecha.acceptance.process.Ports;
import java.nio.file.Files;
import java.nio.file.Path;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An application is run, found, called, sent an event and stopped, each with one command. */
class DayOfAnApplicationTest {

  private static final String SUBSCRIPTIONS =
      "[{\"pubsubname\":\"pubsub\",\"topic\":\"orders\",\"route\":\"/orders\"}]";

  @TempDir Path folder;

  @Test
  void inMechasWords() throws Exception {
    var command = Command.mecha(folder);
    int http = Ports.free();
    try (EventApp app = EventApp.start(SUBSCRIPTIONS);
        Command.Running run = run(command, app, http)) {
      run.await("Ready: day-mecha");

      JsonNode listed = listed(command, "day-mecha");
      assertThat(listed.get("httpPort").asInt()).isEqualTo(http);
      assertThat(listed.get("appPort").asInt()).isEqualTo(app.port());
      assertThat(listed.get("command").asText()).isEqualTo("sleep 600");
      assertThat(listed.get("cliPid").asLong()).isEqualTo(run.process().pid());
      assertThat(ProcessHandle.of(listed.get("appPid").asLong())).isPresent();
      assertThat(command.run("list").out()).contains("APP ID", "day-mecha", "sleep 600");
      assertThat(command.run("list", "-o", "yaml").out()).contains("appId: day-mecha");

      Command.Result called =
          command.run("invoke", "-a", "day-mecha", "-m", "any?x=1", "-d", "{\"id\":7}");
      assertThat(called.status()).as(called.err()).isZero();

      Command.Result published =
          command.run(
              "publish", "-i", "day-mecha", "-p", "pubsub", "-t", "orders", "-d", "{\"id\":7}");
      assertThat(published.status()).as(published.err()).isZero();
      assertThat(published.out()).isEqualTo("Published to orders.\n");
      Awaitility.await().until(() -> !app.deliveries("/orders").isEmpty());
      assertThat(app.deliveries("/orders").getFirst().body().at("/data/id").asInt()).isEqualTo(7);

      Command.Result wrong = command.run("publish", "-i", "day-mecha", "-p", "none", "-t", "x");
      assertThat(wrong.status()).isEqualTo(1);
      assertThat(wrong.err()).contains("404", "ERR_PUBSUB_NOT_FOUND");

      Command.Result stopped = command.run("stop", "day-mecha");
      assertThat(stopped.status()).as(stopped.err()).isZero();
      assertThat(stopped.out()).isEqualTo("Stopped day-mecha.\n");
      assertThat(run.awaitExit()).isZero();
    }
    assertThat(command.run("list").out()).doesNotContain("day-mecha");
    assertThat(folder.resolve(".mecha/run")).isEmptyDirectory();
    assertThat(command.run("stop", "day-mecha").status()).isEqualTo(1);
    assertThat(command.run("invoke", "-a", "day-mecha", "-m", "x").err())
        .contains("no application \"day-mecha\" runs here (mecha list shows what does)");
  }

  @Test
  void inThePeersWords() throws Exception {
    // What `dapr init` leaves behind is used as it is.
    Path components = Files.createDirectories(folder.resolve(".dapr/components"));
    Files.writeString(
        components.resolve("pubsub.yaml"),
        """
        apiVersion: dapr.io/v1alpha1
        kind: Component
        metadata:
          name: pubsub
        spec:
          type: pubsub.in-memory
          version: v1
        """);
    var command = Command.dapr(folder);
    int http = Ports.free();
    try (EventApp app = EventApp.start(SUBSCRIPTIONS);
        Command.Running run = run(command, app, http)) {
      run.await("✅  You're up and running! Both Dapr and your app logs will appear here.");
      assertThat(run.out()).contains("ℹ️  Starting Dapr with id day-dapr. HTTP Port: " + http);

      assertThat(listed(command, "day-dapr").get("httpPort").asInt()).isEqualTo(http);
      assertThat(command.run("list", "-o", "xml").status()).isEqualTo(1);

      Command.Result called = command.run("invoke", "-a", "day-dapr", "-m", "any", "-v", "GET");
      assertThat(called.out()).endsWith("✅  App invoked successfully\n");

      Command.Result published =
          command.run(
              "publish",
              "--publish-app-id",
              "day-dapr",
              "--pubsub",
              "pubsub",
              "--topic",
              "orders",
              "--data",
              "{\"id\":7}");
      assertThat(published.out()).isEqualTo("✅  Event published successfully\n");
      Awaitility.await().until(() -> !app.deliveries("/orders").isEmpty());

      assertThat(command.run("stop", "--app-id", "day-dapr").out())
          .isEqualTo("✅  app stopped successfully: day-dapr\n");
      assertThat(run.awaitExit()).isZero();
      assertThat(run.out()).contains("terminated signal received: shutting down");
    }
    Command.Result again = command.run("stop", "-a", "day-dapr");
    assertThat(again.status()).isZero();
    assertThat(again.err())
        .isEqualTo("❌  failed to stop app id day-dapr: couldn't find app id day-dapr\n");
    assertThat(command.run("publish", "-i", "day-dapr", "-p", "pubsub", "-t", "x").err())
        .isEqualTo("❌  Error publishing topic x: couldn't find a running Dapr instance\n");
    assertThat(folder.resolve(".mecha/components")).doesNotExist();
  }

  private static Command.Running run(Command command, EventApp app, int http) {
    String name = command.toString().contains("dapr") ? "day-dapr" : "day-mecha";
    return command.start(
        "run",
        "--app-id=" + name,
        "--app-port=" + app.port(),
        "--dapr-http-port=" + http,
        "--",
        "sleep",
        "600");
  }

  /** Other sidecars of this machine may be there too. */
  private static JsonNode listed(Command command, String appId) throws Exception {
    Command.Result result = command.run("list", "--output", "json");
    for (JsonNode each : new ObjectMapper().readTree(result.out())) {
      if (each.get("appId").asText().equals(appId)) {
        return each;
      }
    }
    throw new AssertionError(result.out());
  }
}

package dev.mecha.acceptance.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mecha.acceptance.process.Command;
import dev.mecha.acceptance.process.EventApp;
import dev.mecha.acceptance.process.Resources;
import dev.mecha.acceptance.process.Sidecar;
import dev.mecha.acceptance.process.SidecarSetup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Components that one process offers on a socket, and a sidecar that knows them by that alone. */
class OfferedComponentsTest {

  private static final String VARIABLE = "DAPR_COMPONENTS_SOCKETS_FOLDER";
  private static final String SAVED = "[{\"key\": \"name\", \"value\": \"Bruce Wayne\"}]";

  @TempDir Path folder;

  private Path sockets;

  @BeforeEach
  void makeFolder() throws IOException {
    // Below the folder for temporary files itself: the path of a socket is short.
    sockets = Files.createTempDirectory("sockets");
  }

  @AfterEach
  void removeFolder() throws IOException {
    Files.deleteIfExists(sockets.resolve("ours.sock")); // left by a process that was killed
    Files.deleteIfExists(sockets);
  }

  private Command.Running offer(String type, String file) {
    Command.Running offering =
        Command.mecha(folder)
            .start("component", "serve", type, "--socket", sockets.resolve(file).toString());
    offering.await("is offered as");
    return offering;
  }

  private SidecarSetup sidecar() {
    return Sidecar.in(folder.resolve("sidecar")).environment(VARIABLE, sockets.toString());
  }

  @Test
  void stateIsKeptThroughASocketAndTheProcessBehindItMayBeKilled() {
    Path file = folder.resolve("state.db");
    String store =
        Resources.component("statestore", "state.ours", "connectionString", file.toString());
    try (Command.Running first = offer("state.sqlite", "ours.sock");
        Sidecar sidecar = sidecar().resource(store).start()) {
      assertThat(sidecar.log())
          .contains(
              "pluggable component 'ours' was successfully registered for"
                  + " 'dapr.proto.components.v1.StateStore'");
      assertThat(sidecar.send("POST", "/v1.0/state/statestore", SAVED).statusCode()).isEqualTo(204);
      first.signal("KILL");
      first.awaitExit();
      var away = sidecar.send("GET", "/v1.0/state/statestore/name", "");
      assertThat(away.statusCode()).isEqualTo(500);
      assertThat(away.body()).contains("ERR_STATE_GET", "rpc error: code = Unavailable");
      try (Command.Running _ = offer("state.sqlite", "ours.sock")) {
        assertThat(sidecar.send("GET", "/v1.0/state/statestore/name", "").body())
            .isEqualTo("\"Bruce Wayne\"");
      }
    }
  }

  @Test
  void eventsArriveThroughASocket() {
    String broker =
        Resources.component(
            "pubsub", "pubsub.ours", "connectionString", folder.resolve("events.db").toString());
    try (Command.Running offering = offer("pubsub.sqlite", "ours.sock");
        EventApp app =
            EventApp.start(
                "[{\"pubsubname\": \"pubsub\", \"topic\": \"orders\", \"route\": \"/orders\"}]");
        Sidecar sidecar =
            sidecar().flags("--app-port", String.valueOf(app.port())).resource(broker).start()) {
      assertThat(
              sidecar
                  .send("POST", "/v1.0/publish/pubsub/orders", "one", "Content-Type", "text/plain")
                  .statusCode())
          .isEqualTo(204);
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> app.deliveries("/orders").size(), count -> count == 1);
      assertThat(app.deliveries("/orders").getFirst().data()).isEqualTo("one");
      offering.signal("TERM");
      assertThat(offering.awaitExit()).isZero();
      assertThat(sockets.resolve("ours.sock")).doesNotExist();
    }
  }

  @Test
  void unknownTypeIsRefused() {
    Command.Result result =
        Command.mecha(folder)
            .run("component", "serve", "state.nowhere", "--socket", sockets + "/ours.sock");
    assertThat(result.status()).isEqualTo(1);
    assertThat(result.out() + result.err())
        .contains("state.nowhere: couldn't find state store state.nowhere");
  }
}

package dev.mecha.acceptance.binding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mecha.acceptance.process.EchoApp;
import dev.mecha.acceptance.process.Resources;
import dev.mecha.acceptance.process.Sidecar;
import dev.mecha.acceptance.process.SidecarSetup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A schedule calls an application that speaks HTTP, for as long as its file is there. */
class CronEventsTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @Test
  void eventsComeWhileTheResourceIsThere(@TempDir Path folder) throws IOException {
    try (EchoApp app = EchoApp.start("app")) {
      SidecarSetup setup = Sidecar.in(folder).flags("--app-port=" + app.port());
      Path file = setup.resourceFolder().resolve("tick.yaml");
      setup.resource("other.yaml", Resources.component("other", "state.in-memory"));
      try (Sidecar sidecar = setup.start()) {
        assertThat(app.calls()).isZero();

        Files.writeString(file, cron("@every 50ms"));
        await().atMost(PATIENCE).until(() -> app.calls() > 3);
        assertThat(sidecar.send("GET", "/v1.0/metadata", "").body()).contains("INPUT_BINDING");

        Files.delete(file);
        sidecar.awaitLog("Closing Component: tick");
        await().atMost(PATIENCE).until(() -> !grows(app));
        assertThat(sidecar.metrics())
            .containsPattern("dapr_component_input_binding_count\\{.*component=\"tick\"");

        Files.writeString(file, cron("@every 40ms"));
        int before = app.calls();
        await().atMost(PATIENCE).until(() -> app.calls() > before + 3);
        assertThat(sidecar.stop()).isZero();
      }
      assertThat(grows(app)).isFalse();
    }
  }

  private static boolean grows(EchoApp app) {
    int before = app.calls();
    await().during(Duration.ofMillis(300)).atMost(PATIENCE).until(() -> true);
    return app.calls() > before;
  }

  private static String cron(String schedule) {
    return Resources.component("tick", "bindings.cron", "schedule", schedule);
  }
}

package dev.mecha.acceptance.pubsub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mecha.acceptance.process.EventApp;
import dev.mecha.acceptance.process.Resources;
import dev.mecha.acceptance.process.Sidecar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Subscriptions that come, change and go while the sidecar runs, and applications that falter. */
class SubscriptionChangesTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir private Path folder;

  private EventApp app;
  private Sidecar sidecar;

  @BeforeEach
  void start() {
    app = EventApp.start("[{\"pubsubname\":\"pubsub\",\"topic\":\"named\",\"route\":\"/named\"}]");
    sidecar =
        Sidecar.in(folder)
            .resource(
                Resources.component(
                    "pubsub",
                    "pubsub.sqlite",
                    "connectionString",
                    folder.resolve("events.db").toString()))
            .flags(
                "--app-port=" + app.port(),
                "--enable-app-health-check",
                "--app-health-probe-interval=1",
                "--app-health-threshold=1")
            .start();
  }

  @AfterEach
  void stop() {
    sidecar.close();
    app.close();
  }

  private static String declared(String route) {
    return """
    apiVersion: dapr.io/v2alpha1
    kind: Subscription
    metadata:
      name: declared
    spec:
      pubsubname: pubsub
      topic: declared
      routes:
        default: %s
    """
        .formatted(route);
  }

  private void publish(String topic, String text) {
    assertThat(
            sidecar
                .send("POST", "/v1.0/publish/pubsub/" + topic, text, "Content-Type", "text/plain")
                .statusCode())
        .isEqualTo(204);
  }

  private void awaitMetadata(String text, boolean there) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(sidecar.send("GET", "/v1.0/metadata", "").body().contains(text))
                    .isEqualTo(there));
  }

  private void awaitEvents(String path, int events) {
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(app.deliveries(path)).hasSize(events));
  }

  @Test
  void resourceIsFollowedAsItComesChangesAndGoes() throws IOException {
    Path file = folder.resolve("resources").resolve("subscription.yaml");
    Files.writeString(file, declared("/first"));
    awaitMetadata("\"/first\"", true);
    publish("declared", "one");
    awaitEvents("/first", 1);

    Files.writeString(file, declared("/second"));
    awaitMetadata("\"/second\"", true);
    publish("declared", "two");
    awaitEvents("/second", 1);
    assertThat(app.deliveries("/first")).hasSize(1);

    Files.delete(file);
    awaitMetadata("\"/second\"", false);
    publish("declared", "three");
    publish("named", "later");
    awaitEvents("/named", 1);
    assertThat(app.deliveries("/second")).hasSize(1);
  }

  @Test
  void whatIsPublishedWhileTheApplicationIsUnwellWaits() {
    app.well(false);
    sidecar.awaitLog("App entered un-healthy status");
    publish("named", "waits");
    await()
        .during(Duration.ofMillis(500))
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(app.deliveries("/named")).isEmpty());
    app.well(true);
    awaitEvents("/named", 1);
    assertThat(app.deliveries("/named").getFirst().data()).isEqualTo("waits");
  }
}

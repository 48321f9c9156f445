package dev.mecha.acceptance.operation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mecha.acceptance.process.Resources;
import dev.mecha.acceptance.process.Sidecar;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Resource files that change while the sidecar runs. */
class ReloadTest {

  @TempDir Path folder;

  @Test
  void componentsComeAndGoWithTheirFiles() throws IOException {
    try (Sidecar sidecar = Sidecar.in(folder).resource(memory("first")).start()) {
      Path file = folder.resolve("resources/second.yaml");
      Files.writeString(file, memory("second"));
      awaitStatus(sidecar, "second", 204);

      Files.writeString(file, "apiVersion: dapr.io/v1alpha1\nkind: Component\nmetadata: [\n");
      assertStatus(sidecar, "first", 204);

      Files.writeString(file, memory("third"));
      awaitStatus(sidecar, "third", 204);
      awaitStatus(sidecar, "second", 400);

      Files.delete(file);
      awaitStatus(sidecar, "third", 400);
      assertStatus(sidecar, "first", 204);
    }
  }

  @Test
  void theHangUpSignalReadsEverythingAgain() throws IOException {
    Path config = folder.resolve("config.yaml");
    try (Sidecar sidecar =
        Sidecar.in(folder)
            .resource(Resources.sqlite(folder.resolve("state.db")))
            .configuration(configuration(""))
            .start()) {
      String body = "[{\"key\":\"k\",\"value\":1}]";
      assertThat(sidecar.send("POST", "/v1.0/state/statestore", body).statusCode()).isEqualTo(204);
      assertThat(sidecar.send("GET", "/v1.0/metadata", "").statusCode()).isEqualTo(200);

      Files.writeString(
          config,
          configuration("  api: {denied: [{name: metadata, version: v1, protocol: http}]}\n"));
      sidecar.signal("HUP");

      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .ignoreExceptionsInstanceOf(UncheckedIOException.class)
          .untilAsserted(
              () ->
                  assertThat(sidecar.send("GET", "/v1.0/metadata", "").statusCode())
                      .isEqualTo(404));
      sidecar.awaitHealthy();
      assertThat(sidecar.send("GET", "/v1.0/state/statestore/k", "").body()).isEqualTo("1");
      assertThat(sidecar.stop()).isZero();
    }
  }

  private static String configuration(String spec) {
    return """
    apiVersion: dapr.io/v1alpha1
    kind: Configuration
    metadata:
      name: config
    spec:
      metric: {enabled: true}
    """
        + spec;
  }

  private static String memory(String name) {
    return Resources.component(name, "state.in-memory");
  }

  private static void awaitStatus(Sidecar sidecar, String store, int status) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertStatus(sidecar, store, status));
  }

  private static void assertStatus(Sidecar sidecar, String store, int status) {
    assertThat(sidecar.send("GET", "/v1.0/state/" + store + "/k", "").statusCode())
        .as("status of %s\n%s", store, sidecar.log())
        .isEqualTo(status);
  }
}

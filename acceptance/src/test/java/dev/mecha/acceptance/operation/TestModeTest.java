package dev.mecha.acceptance.operation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mecha.acceptance.process.Sidecar;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --test-mode}: what a test in another process can do, and that nobody else can. */
class TestModeTest {

  private static final String TEST = "/v1.0-alpha1/test/";

  private static final String COMPONENTS =
      """
      apiVersion: dapr.io/v1alpha1
      kind: Component
      metadata:
        name: statestore
      spec:
        type: state.sqlite
        version: v1
        metadata:
          - name: connectionString
            value: ":memory:"
      ---
      apiVersion: dapr.io/v1alpha1
      kind: Component
      metadata:
        name: pubsub
      spec:
        type: pubsub.in-memory
        version: v1
      """;

  @TempDir Path folder;

  private static HttpResponse<String> save(Sidecar sidecar, String key, String ttl) {
    return sidecar.send(
        "POST",
        "/v1.0/state/statestore",
        "[{\"key\":\"%s\",\"value\":1,\"metadata\":{\"ttlInSeconds\":\"%s\"}}]"
            .formatted(key, ttl));
  }

  @Test
  void withoutTheFlagTheApiIsNotThere() throws Exception {
    try (Sidecar sidecar = Sidecar.in(folder).resource("all.yaml", COMPONENTS).start()) {
      var unknown = sidecar.send("GET", "/v1.0-alpha1/nothing", "");
      var answer = sidecar.send("GET", TEST + "clock", "");
      assertThat(answer.statusCode()).isEqualTo(404).isEqualTo(unknown.statusCode());
      assertThat(answer.body()).isEqualTo(unknown.body());
      assertThat(sidecar.log()).doesNotContain("Test mode");
    }
  }

  @Test
  void theClockFaultsAndRecordingsAreInTheTestsHand() throws Exception {
    try (Sidecar sidecar =
        Sidecar.in(folder).resource("all.yaml", COMPONENTS).flags("--test-mode").start()) {
      assertThat(sidecar.log()).contains("level=warning").contains("Test mode: the clock");

      assertThat(sidecar.send("GET", "/v1.0/metadata", "").body()).contains("\"TestMode\"");
      String before = sidecar.send("GET", TEST + "clock", "").body();
      assertThat(sidecar.send("GET", TEST + "clock", "").body()).isEqualTo(before);
      save(sidecar, "k", "3600");
      sidecar.send("POST", TEST + "clock/advance", "{\"by\":\"59m59s\"}");
      assertThat(sidecar.send("GET", "/v1.0/state/statestore/k", "").statusCode()).isEqualTo(200);
      sidecar.send("POST", TEST + "clock/advance", "{\"by\":\"2s\"}");
      assertThat(sidecar.send("GET", "/v1.0/state/statestore/k", "").statusCode()).isEqualTo(204);
      assertThat(sidecar.send("GET", TEST + "clock", "").body()).isNotEqualTo(before);

      var put =
          sidecar.send(
              "PUT",
              TEST + "faults/full",
              "{\"component\":\"statestore\",\"kind\":\"fail\",\"message\":\"disk"
                  + " full\",\"times\":1}");
      assertThat(put.statusCode()).as(put.body()).isEqualTo(204);
      assertThat(sidecar.send("GET", TEST + "faults", "").body())
          .isEqualTo(
              "[{\"name\":\"full\",\"component\":\"statestore\",\"kind\":\"fail\","
                  + "\"message\":\"disk full\",\"times\":1}]");
      var refused = save(sidecar, "lost", "1");
      assertThat(refused.statusCode()).isEqualTo(500);
      assertThat(refused.body()).contains("disk full");
      assertThat(sidecar.send("GET", TEST + "faults", "").body()).isEqualTo("[]");
      assertThat(sidecar.send("DELETE", TEST + "faults/full", "").statusCode()).isEqualTo(404);

      sidecar.send("POST", "/v1.0/publish/pubsub/orders?metadata.rawPayload=true", "{\"id\":7}");
      assertThat(sidecar.send("GET", TEST + "recordings/saved", "").body())
          .isEqualTo("[{\"store\":\"statestore\",\"key\":\"k\",\"deleted\":false,\"value\":1}]");
      assertThat(sidecar.send("GET", TEST + "recordings/published", "").body())
          .contains("\"pubsub\":\"pubsub\",\"topic\":\"orders\",\"message\":");
      assertThat(sidecar.send("DELETE", TEST + "recordings", "").statusCode()).isEqualTo(204);
      assertThat(sidecar.send("GET", TEST + "recordings/saved", "").body()).isEqualTo("[]");
    }
  }

  @Test
  void whatIsWrongIsSaid() throws Exception {
    try (Sidecar sidecar = Sidecar.in(folder).flags("--test-mode").start()) {
      var soon = sidecar.send("POST", TEST + "clock/advance", "{\"by\":\"soon\"}");
      assertThat(soon.statusCode()).isEqualTo(400);
      assertThat(soon.body()).contains("by: \\\"soon\\\" (expected: a duration such as 1h30m");
      var back = sidecar.send("POST", TEST + "clock/advance", "{\"by\":\"-1s\"}");
      assertThat(back.body()).contains("expected: not negative");
      var kind = sidecar.send("PUT", TEST + "faults/one", "{\"app\":true,\"kind\":\"vanish\"}");
      assertThat(kind.statusCode()).isEqualTo(400);
      assertThat(kind.body()).contains("vanish", "expected: one of drop");
      var list = sidecar.send("GET", TEST + "recordings/dreams", "");
      assertThat(list.statusCode()).isEqualTo(404);
      assertThat(list.body()).contains("dreams", "published, saved, invoked or received");
    }
  }
}

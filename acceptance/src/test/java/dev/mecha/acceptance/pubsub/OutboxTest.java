package dev.mecha.acceptance.pubsub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mecha.acceptance.process.EventApp;
import dev.mecha.acceptance.process.Resources;
import dev.mecha.acceptance.process.Sidecar;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** State transactions that publish what they write. */
class OutboxTest {

  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

  @TempDir Path folder;

  @Test
  void transactionPublishesWhatItWrites() {
    String subscription =
        "[{\"pubsubname\":\"pubsub\",\"topic\":\"changed\",\"route\":\"/changed\"}]";
    try (EventApp app = EventApp.start(subscription);
        Sidecar sidecar =
            Sidecar.in(folder)
                .resource(
                    Resources.component(
                        "pubsub",
                        "pubsub.sqlite",
                        "connectionString",
                        folder.resolve("events.db").toString()))
                .resource(
                    Resources.sqlite(
                        folder.resolve("state.db"),
                        "outboxPublishPubsub",
                        "pubsub",
                        "outboxPublishTopic",
                        "changed"))
                .flags("--app-port=" + app.port())
                .start()) {
      String transaction =
          """
          {"operations":[
            {"operation":"upsert","request":{"key":"a","value":{"n":1},
              "metadata":{"contentType":"application/json","type":"changed.a"}}},
            {"operation":"upsert","request":{"key":"b","value":"stored"}},
            {"operation":"upsert","request":{"key":"b","value":"shown",
              "metadata":{"outbox.projection":"true"}}},
            {"operation":"delete","request":{"key":"c"}}]}
          """;
      assertThat(
              sidecar
                  .send(
                      "POST",
                      "/v1.0/state/statestore/transaction",
                      transaction,
                      "traceparent",
                      "00-" + TRACE + "-00f067aa0ba902b7-01",
                      "tracestate",
                      "vendor=1")
                  .statusCode())
          .isEqualTo(204);
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(() -> assertThat(app.deliveries("/changed")).hasSize(2));
      JsonNode first = event(app, "{\"n\":1}");
      assertThat(first.path("type").asText()).isEqualTo("changed.a");
      assertThat(first.path("id").asText()).matches("outbox-[0-9a-f-]{36}");
      assertThat(first.path("topic").asText()).isEqualTo("changed");
      assertThat(first.path("pubsubname").asText()).isEqualTo("pubsub");
      assertThat(first.path("source").asText()).isEqualTo("myapp");
      assertThat(first.path("traceid").asText()).startsWith("00-" + TRACE + "-");
      assertThat(first.path("traceparent")).isEqualTo(first.path("traceid"));
      assertThat(first.path("tracestate").asText()).isEqualTo("vendor=1");
      assertThat(event(app, "\"shown\"").path("datacontenttype").asText()).isEqualTo("text/plain");
      assertThat(sidecar.send("GET", "/v1.0/state/statestore/b", "").body())
          .isEqualTo("\"stored\"");
    }
  }

  private static JsonNode event(EventApp app, String data) {
    return app.deliveries("/changed").stream()
        .map(EventApp.Delivery::body)
        .filter(event -> event.path("data").toString().equals(data))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no event with " + data));
  }
}

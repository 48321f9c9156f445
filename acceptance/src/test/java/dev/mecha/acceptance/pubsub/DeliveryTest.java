package dev.mecha.acceptance.pubsub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mecha.acceptance.process.EventApp;
import dev.mecha.acceptance.process.Resources;
import dev.mecha.acceptance.process.Sidecar;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A publisher and a subscriber, each beside a sidecar, over the embedded broker's file. */
class DeliveryTest {

  private static final String SUBSCRIPTIONS =
      """
      [{"pubsubname":"pubsub","topic":"orders","route":"/orders"},
       {"pubsubname":"pubsub","topic":"raw","route":"/raw","metadata":{"rawPayload":"true"}},
       {"pubsubname":"pubsub","topic":"routed","routes":{
          "rules":[{"match":"event.type == \\"urgent\\"","path":"/urgent"},
                   {"match":"event.data.n > 10","path":"/many"}],
          "default":"/others"}},
       {"pubsubname":"pubsub","topic":"poison","route":"/poison","deadLetterTopic":"dead"},
       {"pubsubname":"pubsub","topic":"dead","route":"/dead"},
       {"pubsubname":"pubsub","topic":"bulk","route":"/bulk",
        "bulkSubscribe":{"enabled":true,"maxMessagesCount":10,"maxAwaitDurationMs":200}}]
      """;

  @TempDir Path folder;

  private EventApp app;
  private Sidecar publisher;
  private Sidecar subscriber;

  @BeforeEach
  void start() {
    String broker =
        Resources.component(
            "pubsub",
            "pubsub.sqlite",
            "connectionString",
            folder.resolve("events.db").toString(),
            "redeliverInterval",
            "100ms");
    app = EventApp.start(SUBSCRIPTIONS);
    subscriber =
        Sidecar.in(folder.resolve("subscriber"))
            .appId("subscriber")
            .resource(broker)
            .resource(
                """
                apiVersion: dapr.io/v2alpha1
                kind: Subscription
                metadata:
                  name: declared
                spec:
                  pubsubname: pubsub
                  topic: declared
                  routes:
                    default: /declared
                scopes: [subscriber]
                """)
            .flags("--app-port=" + app.port())
            .launch();
    publisher =
        Sidecar.in(folder.resolve("publisher")).appId("publisher").resource(broker).launch();
    publisher.awaitHealthy();
    subscriber.awaitHealthy();
  }

  @AfterEach
  void stop() {
    publisher.close();
    subscriber.close();
    app.close();
  }

  private void publish(String topic, String type, String body) {
    assertThat(
            publisher
                .send("POST", "/v1.0/publish/pubsub/" + topic, body, "Content-Type", type)
                .statusCode())
        .isEqualTo(204);
  }

  private JsonNode awaitOne(String path) {
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(app.deliveries(path)).hasSize(1));
    return app.deliveries(path).getFirst().body();
  }

  @Test
  void eventHasAllAttributesOfTheCatalogue() {
    publish("orders", "application/json", "{\"orderId\": 7, \"name\": \"<Ü>\"}");
    JsonNode event = awaitOne("/orders");
    assertThat(event.properties().stream().map(Map.Entry::getKey))
        .containsExactlyInAnyOrder(
            "data",
            "datacontenttype",
            "id",
            "pubsubname",
            "source",
            "specversion",
            "time",
            "topic",
            "traceid",
            "traceparent",
            "tracestate",
            "type");
    assertThat(event.path("data").path("orderId").asInt()).isEqualTo(7);
    assertThat(event.path("data").path("name").asText()).isEqualTo("<Ü>");
    assertThat(event.path("datacontenttype").asText()).isEqualTo("application/json");
    assertThat(event.path("id").asText()).matches("[0-9a-f-]{36}");
    assertThat(event.path("pubsubname").asText()).isEqualTo("pubsub");
    assertThat(event.path("source").asText()).isEqualTo("publisher");
    assertThat(event.path("specversion").asText()).isEqualTo("1.0");
    assertThat(event.path("topic").asText()).isEqualTo("orders");
    assertThat(event.path("type").asText()).isEqualTo("com.dapr.event.sent");
    assertThat(event.path("traceid")).isEqualTo(event.path("traceparent"));
    assertThat(OffsetDateTime.parse(event.path("time").asText())).isNotNull();
    assertThat(app.deliveries("/orders").getFirst().contentType())
        .isEqualTo("application/cloudevents+json");
    String metrics = subscriber.metrics();
    assertThat(metrics).contains("dapr_component_pubsub_ingress_count");
    assertThat(publisher.metrics()).contains("dapr_component_pubsub_egress_count");
  }

  @Test
  void bytesThatArePublishedRawArriveInAnEvent() {
    assertThat(
            publisher
                .send("POST", "/v1.0/publish/pubsub/raw?metadata.rawPayload=true", "bytes")
                .statusCode())
        .isEqualTo(204);
    JsonNode event = awaitOne("/raw");
    assertThat(event.path("data_base64").asText()).isEqualTo("Ynl0ZXM=");
    assertThat(event.path("datacontenttype").asText()).isEqualTo("application/octet-stream");
    assertThat(event.path("source").asText()).isEqualTo("Dapr");
  }

  @Test
  void rulesChooseTheRoute() {
    publish("routed", "application/json", "{\"n\": 1}");
    publish("routed", "application/json", "{\"n\": 11}");
    publisher.send(
        "POST",
        "/v1.0/publish/pubsub/routed?metadata.cloudevent.type=urgent",
        "{\"n\": 99}",
        "Content-Type",
        "application/json");
    assertThat(awaitOne("/others").path("data").path("n").asInt()).isEqualTo(1);
    assertThat(awaitOne("/many").path("data").path("n").asInt()).isEqualTo(11);
    assertThat(awaitOne("/urgent").path("data").path("n").asInt()).isEqualTo(99);
  }

  @Test
  void declaredSubscriptionIsServedAndListed() {
    publish("declared", "text/plain", "hello");
    assertThat(awaitOne("/declared").path("data").asText()).isEqualTo("hello");
    assertThat(subscriber.send("GET", "/v1.0/metadata", "").body())
        .contains("\"topic\":\"declared\"")
        .contains("DECLARATIVE")
        .contains("PROGRAMMATIC");
  }

  @Test
  void refusedEventComesAgainAndDroppedOneDoesNot() {
    app.answering(
        delivery ->
            app.deliveries("/orders").size() < 3
                ? new EventApp.Answer(200, "{\"status\":\"RETRY\"}")
                : new EventApp.Answer(200, "{\"status\":\"DROP\"}"));
    publish("orders", "text/plain", "again");
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(app.deliveries("/orders")).hasSize(3));
    publish("declared", "text/plain", "later");
    awaitOne("/declared");
    assertThat(app.deliveries("/orders")).hasSize(3);
  }

  @Test
  void poisonGoesToTheDeadLetters() {
    app.answering(
        delivery ->
            delivery.path().equals("/poison")
                ? new EventApp.Answer(500, "no")
                : new EventApp.Answer(200, "what is this?"));
    publish("poison", "text/plain", "poison");
    assertThat(awaitOne("/dead").path("data").asText()).isEqualTo("poison");
    assertThat(app.deliveries("/poison")).hasSize(1);
  }

  @Test
  void malformedEventDoesNotHoldUpTheOthers() {
    publisher.send("POST", "/v1.0/publish/pubsub/orders?metadata.rawPayload=true", "no event");
    publish("orders", "text/plain", "fine");
    assertThat(awaitOne("/orders").path("data").asText()).isEqualTo("fine");
  }

  @Test
  void eventsArriveInBulk() {
    app.answering(
        delivery -> {
          var answer = new StringBuilder("{\"statuses\":[");
          for (JsonNode entry : delivery.body().path("entries")) {
            answer.append(answer.charAt(answer.length() - 1) == '[' ? "" : ",");
            answer.append("{\"status\":\"SUCCESS\",\"entryId\":").append(entry.path("entryId"));
            answer.append('}');
          }
          return new EventApp.Answer(200, answer.append("]}").toString());
        });
    String body =
        """
        [{"entryId":"1","event":"one","contentType":"text/plain"},
         {"entryId":"2","event":{"n":2},"contentType":"application/json"},
         {"entryId":"3","event":"aGk=","contentType":"application/octet-stream"}]
        """;
    for (String path : List.of("/v1.0/publish/bulk/", "/v1.0-alpha1/publish/bulk/")) {
      assertThat(publisher.send("POST", path + "pubsub/bulk", body).statusCode()).isEqualTo(204);
    }
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () ->
                assertThat(
                        app.deliveries("/bulk").stream()
                            .mapToInt(delivery -> delivery.body().path("entries").size())
                            .sum())
                    .isEqualTo(6));
    JsonNode first = app.deliveries("/bulk").getFirst().body();
    assertThat(first.path("type").asText()).isEqualTo("com.dapr.event.sent.bulk");
    assertThat(first.path("topic").asText()).isEqualTo("bulk");
    assertThat(first.path("pubsubname").asText()).isEqualTo("pubsub");
    assertThat(first.path("entries").path(0).path("contentType").asText())
        .isEqualTo("application/cloudevents+json");
    assertThat(first.path("entries").path(0).path("event").path("specversion").asText())
        .isEqualTo("1.0");
  }
}

package dev.mecha.acceptance.pubsub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mecha.acceptance.process.EventApp;
import dev.mecha.acceptance.process.RawApp;
import dev.mecha.acceptance.process.RawMessage;
import dev.mecha.acceptance.process.Resources;
import dev.mecha.acceptance.process.Sidecar;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is no event, goes nowhere, or is answered with garbage, and what becomes of the rest. */
class BadEventsTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final String FINE = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

  @TempDir Path folder;

  private Sidecar start(int appPort) {
    return Sidecar.in(folder.resolve("sidecar"))
        .resource(
            Resources.component(
                "pubsub",
                "pubsub.sqlite",
                "connectionString",
                folder.resolve("events.db").toString(),
                "redeliverInterval",
                "50ms",
                "protectedTopics",
                "secret"))
        .flags("--app-port=" + appPort)
        .start();
  }

  private static int publish(Sidecar sidecar, String topic, String text) {
    return sidecar
        .send("POST", "/v1.0/publish/pubsub/" + topic, text, "Content-Type", "text/plain")
        .statusCode();
  }

  private record Refusal(String path, String type, String body, int status, String code) {}

  private static final String ONE = "/v1.0/publish/pubsub/orders";
  private static final String MANY = "/v1.0/publish/bulk/pubsub/orders";
  private static final String EVENT = "application/cloudevents+json";
  private static final String PLAIN = "text/plain";
  private static final String ANY = "application/json";

  private static final List<Refusal> REFUSALS =
      List.of(
          new Refusal("/v1.0/publish/nobody/orders", PLAIN, "x", 404, "ERR_PUBSUB_NOT_FOUND"),
          new Refusal("/v1.0/publish/pubsub/secret", PLAIN, "x", 403, "ERR_PUBSUB_FORBIDDEN"),
          new Refusal(
              ONE + "?metadata.rawPayload=maybe", PLAIN, "x", 400, "ERR_PUBSUB_REQUEST_METADATA"),
          new Refusal(ONE, EVENT, "{\"specversion\":\"1.0\"", 500, "ERR_PUBSUB_CLOUD_EVENTS_SER"),
          new Refusal(ONE, EVENT, "[]", 500, "ERR_PUBSUB_CLOUD_EVENTS_SER"),
          new Refusal(ONE, EVENT, "\"text\"", 500, "ERR_PUBSUB_CLOUD_EVENTS_SER"),
          new Refusal(MANY, ANY, "{}", 400, "ERR_PUBSUB_EVENTS_SER"),
          new Refusal(MANY, ANY, "[{\"event\":\"x\"", 400, "ERR_PUBSUB_EVENTS_SER"),
          new Refusal(
              MANY,
              ANY,
              "[{\"entryId\":\"1\",\"event\":\"x\",\"contentType\":\"text/plain\"},"
                  + "{\"event\":\"y\",\"contentType\":\"text/plain\"}]",
              400,
              "ERR_PUBSUB_EVENTS_SER"),
          new Refusal(
              MANY,
              ANY,
              "[{\"entryId\":\"1\",\"event\":\"x\",\"contentType\":\"text/plain\"},"
                  + "{\"entryId\":\"1\",\"event\":\"y\",\"contentType\":\"text/plain\"}]",
              400,
              "ERR_PUBSUB_EVENTS_SER"),
          new Refusal(
              MANY,
              ANY,
              "[{\"entryId\":\"1\",\"event\":{\"a\":1},\"contentType\":\"text/plain\"}]",
              400,
              "ERR_PUBSUB_EVENTS_SER"),
          new Refusal(
              MANY,
              ANY,
              "[{\"entryId\":\"1\",\"event\":\"?\",\"contentType\":\"application/octet-stream\"}]",
              400,
              "ERR_PUBSUB_EVENTS_SER"));

  @Test
  void whatCannotBePublishedIsRefusedAndNothingOfItArrives() throws IOException {
    String subscription =
        "[{\"pubsubname\":\"pubsub\",\"topic\":\"orders\",\"route\":\"/orders\"}]";
    try (EventApp app = EventApp.start(subscription);
        Sidecar sidecar = start(app.port())) {
      for (Refusal refusal : REFUSALS) {
        var answer = sidecar.send("POST", refusal.path, refusal.body, "Content-Type", refusal.type);
        assertThat(answer.statusCode())
            .as("%s: %s", refusal, answer.body())
            .isEqualTo(refusal.status);
        JsonNode error = JSON.readTree(answer.body());
        assertThat(error.path("errorCode").asText()).as("%s", refusal).isEqualTo(refusal.code);
        assertThat(error.path("message").asText()).isNotEmpty();
      }
      assertThat(publish(sidecar, "orders", "fine")).isEqualTo(204);
      await().atMost(PATIENCE).until(() -> !app.deliveries("/orders").isEmpty());
      assertThat(app.deliveries("/orders"))
          .extracting(EventApp.Delivery::data)
          .containsExactly("fine");
    }
  }

  /** How an application may answer an event wrongly; after the first two it hangs up. */
  private static final List<String> GARBAGE =
      List.of(
          "HTTP/1.1 500 No\r\nContent-Length: 2\r\n\r\nno",
          "HTTP/1.1 200 OK\r\nContent-Length: 18\r\n\r\n{\"status\":\"MAYBE\"}",
          "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\ntoo short",
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nno number\r\n",
          "HTTP/1.1 two hundred\r\n\r\n",
          "\u0001\u0002\u0003\r\n\r\n",
          "");

  private static final Pattern NUMBER = Pattern.compile("event-(\\d+)");

  /** Answers each event with its garbage the first time, and takes it the second time. */
  private static final class Garbler implements RawApp.Answers {

    private final Map<Integer, AtomicInteger> tries = new ConcurrentHashMap<>();
    private final String subscriptions;

    Garbler(String subscriptions) {
      this.subscriptions = subscriptions;
    }

    @Override
    public void answer(RawMessage request, OutputStream out) throws IOException {
      Matcher event = NUMBER.matcher(new String(request.body(), StandardCharsets.UTF_8));
      if (!event.find()) {
        boolean asked = request.start().contains("/dapr/subscribe");
        write(out, asked ? body(subscriptions) : FINE);
        return;
      }
      int number = Integer.parseInt(event.group(1));
      boolean first =
          tries.computeIfAbsent(number, key -> new AtomicInteger()).incrementAndGet() == 1;
      write(out, first && number < GARBAGE.size() ? GARBAGE.get(number) : FINE);
      if (first && number > 1) {
        throw new IOException("hangs up");
      }
    }

    int tries(int number) {
      return tries.getOrDefault(number, new AtomicInteger()).get();
    }
  }

  private static String body(String json) {
    int length = json.getBytes(StandardCharsets.UTF_8).length;
    return "HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\n\r\n" + json;
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  @Test
  void garbageIsNoAcknowledgement() {
    var garbler =
        new Garbler("[{\"pubsubname\":\"pubsub\",\"topic\":\"orders\",\"route\":\"/orders\"}]");
    try (RawApp app = RawApp.answering(garbler);
        Sidecar sidecar = start(app.port())) {
      for (int number = 0; number < GARBAGE.size(); number++) {
        assertThat(publish(sidecar, "orders", "event-" + number)).isEqualTo(204);
      }
      for (int number = 0; number < GARBAGE.size(); number++) {
        int which = number;
        await()
            .atMost(PATIENCE)
            .untilAsserted(
                () ->
                    assertThat(garbler.tries(which))
                        .as("tries after %s", GARBAGE.get(which))
                        .isGreaterThanOrEqualTo(2));
      }
      assertThat(sidecar.send("GET", "/v1.0/healthz", "").statusCode()).isEqualTo(204);
    }
  }

  /** An answer in bulk acknowledges what it names, and nothing else. */
  @Test
  void bulkAnswersAcknowledgeOnlyWhatTheyName() {
    String subscription =
        """
        [{"pubsubname":"pubsub","topic":"orders","route":"/orders",
          "bulkSubscribe":{"enabled":true,"maxMessagesCount":10,"maxAwaitDurationMs":50}}]
        """;
    var answers =
        List.of(
            "what?",
            "{\"statuses\":[]}",
            "{\"statuses\":[{\"entryId\":\"stranger\",\"status\":\"SUCCESS\"}]}",
            "{\"statuses\":[{\"entryId\":\"%s\",\"status\":\"MAYBE\"}]}",
            "{\"statuses\":[{\"entryId\":\"%s\"}]}",
            "{\"statuses\":[{\"entryId\":\"%s\",\"status\":\"SUCCESS\"}]}");
    var come = new AtomicInteger();
    try (EventApp app =
            EventApp.start(subscription)
                .answering(
                    delivery -> {
                      int time = Math.min(come.getAndIncrement(), answers.size() - 1);
                      String id = delivery.body().path("entries").path(0).path("entryId").asText();
                      return new EventApp.Answer(200, answers.get(time).replace("%s", id));
                    });
        Sidecar sidecar = start(app.port())) {
      assertThat(publish(sidecar, "orders", "one")).isEqualTo(204);
      await().atMost(PATIENCE).until(() -> come.get() >= answers.size());
      assertThat(publish(sidecar, "orders", "two")).isEqualTo(204);
      await().atMost(PATIENCE).until(() -> texts(app).contains("two"));
      assertThat(texts(app).stream().filter("one"::equals)).hasSize(answers.size());
    }
  }

  private static List<String> texts(EventApp app) {
    var texts = new ArrayList<String>();
    for (EventApp.Delivery delivery : app.deliveries("/orders")) {
      delivery
          .body()
          .path("entries")
          .forEach(entry -> texts.add(entry.path("event").path("data").asText()));
    }
    return texts;
  }

  /** One that nobody takes holds up neither its own topic nor another one. */
  @Test
  void poisonHoldsUpNothingElse() {
    String subscriptions =
        """
        [{"pubsubname":"pubsub","topic":"orders","route":"/orders"},
         {"pubsubname":"pubsub","topic":"others","route":"/others"}]
        """;
    try (EventApp app =
            EventApp.start(subscriptions)
                .answering(
                    delivery ->
                        new EventApp.Answer(delivery.data().equals("poison") ? 500 : 200, ""));
        Sidecar sidecar = start(app.port())) {
      assertThat(publish(sidecar, "orders", "poison")).isEqualTo(204);
      await().atMost(PATIENCE).until(() -> app.deliveries("/orders").size() >= 2);
      for (int i = 0; i < 20; i++) {
        assertThat(publish(sidecar, "orders", "fine")).isEqualTo(204);
        assertThat(publish(sidecar, "others", "fine")).isEqualTo(204);
      }
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> {
                assertThat(app.deliveries("/others")).hasSize(20);
                assertThat(app.deliveries("/orders"))
                    .filteredOn(delivery -> delivery.data().equals("fine"))
                    .hasSize(20);
              });
      long before = poisons(app);
      await().atMost(PATIENCE).until(() -> poisons(app) > before);
    }
  }

  private static long poisons(EventApp app) {
    return app.deliveries("/orders").stream().filter(one -> one.data().equals("poison")).count();
  }

  @Test
  void garbledListOfTopicsLeavesTheRestInService() {
    try (RawApp app = RawApp.answering(new Garbler("[{\"pubsubname\": 7"));
        Sidecar sidecar = start(app.port())) {
      sidecar.awaitLog("error getting topics from app: ");
      assertThat(publish(sidecar, "orders", "fine")).isEqualTo(204);
      assertThat(sidecar.send("GET", "/v1.0/healthz", "").statusCode()).isEqualTo(204);
    }
  }
}

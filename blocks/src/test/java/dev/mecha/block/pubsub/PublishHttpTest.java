package dev.mecha.block.pubsub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mecha.block.FakeHttpExchange;
import dev.mecha.block.json.JsonTree;
import dev.mecha.block.pubsub.broker.PubSubStack;
import dev.mecha.block.pubsub.broker.TopicScopes;
import dev.mecha.block.pubsub.subscribe.SubscribeSide;
import dev.mecha.kernel.error.ApiError;
import dev.mecha.kernel.error.ErrorDetail;
import dev.mecha.kernel.observe.Buckets;
import dev.mecha.kernel.observe.LabelRules;
import dev.mecha.kernel.observe.Metrics;
import dev.mecha.kernel.observe.PubSubMetrics;
import dev.mecha.kernel.pipeline.HttpRoute;
import dev.mecha.kernel.registry.Offload;
import dev.mecha.kernel.registry.Registry;
import dev.mecha.kernel.resilience.Guard;
import dev.mecha.kernel.resilience.GuardListener;
import dev.mecha.kernel.resilience.Guards;
import dev.mecha.kernel.trace.Tracer;
import dev.mecha.spi.ComponentMetadata;
import dev.mecha.spi.pubsub.PubSub;
import dev.mecha.spi.pubsub.PubSubFeature;
import dev.mecha.spi.time.Time;
import dev.mecha.spi.time.VirtualClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PublishHttpTest {

  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  private final FakeBroker broker = new FakeBroker();
  private final Offload offload = new Offload();
  private final PubSubBlock block = block(Map.of());

  private PubSubBlock block(Map<String, String> fields) {
    var registry = new Registry<PubSub>(Duration.ofSeconds(1));
    TopicScopes scopes = TopicScopes.of(ComponentMetadata.of(fields), "app");
    try {
      registry.put("pubsub", PubSubStack.build(broker, "", scopes, "app", offload, Guard.NONE));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    var metrics = new Metrics("app", new LabelRules(List.of()));
    var runtime =
        new SubscribeSide.Means(
            registry,
            new Guards(Time.system(), new Random(), GuardListener.NONE),
            new PubSubMetrics(metrics, "", Buckets.latency(List.of(5L))),
            Tracer.OFF,
            new VirtualClock(NOW));
    return new PubSubBlock(runtime, "app", null, null);
  }

  @AfterEach
  void close() {
    block.close();
    offload.close();
  }

  private static FakeHttpExchange exchange(PubSubBlock block, String endpoint) {
    HttpRoute route =
        block.httpRoutes().stream()
            .filter(r -> r.endpoint().name().equals(endpoint))
            .findFirst()
            .orElseThrow();
    var exchange = new FakeHttpExchange(route);
    exchange.path.put("pubsubname", "pubsub");
    exchange.path.put("*", "orders");
    return exchange;
  }

  private FakeHttpExchange publish(String contentType, String body, String... query)
      throws InterruptedException {
    FakeHttpExchange exchange = exchange(block, "PublishEvent");
    exchange.headers.put("Content-Type", contentType);
    exchange.body = body.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < query.length; i += 2) {
      exchange.query.put(query[i], query[i + 1]);
    }
    return exchange.run();
  }

  @SuppressWarnings("unchecked") // an event is an object
  private Map<String, Object> event() {
    return (Map<String, Object>)
        Objects.requireNonNull(JsonTree.of(broker.published.getLast().data()));
  }

  private static ApiError error(FakeHttpExchange exchange) {
    return Objects.requireNonNull(exchange.error());
  }

  @Test
  void jsonIsWrapped() throws InterruptedException {
    assertThat(publish("application/json", "{\"n\": 1}").status()).isEqualTo(204);
    assertThat(broker.published.getLast().topic()).isEqualTo("orders");
    Map<String, Object> event = event();
    assertThat(event)
        .containsEntry("data", Map.of("n", 1.0))
        .containsEntry("datacontenttype", "application/json")
        .containsEntry("pubsubname", "pubsub")
        .containsEntry("source", "app")
        .containsEntry("specversion", "1.0")
        .containsEntry("topic", "orders")
        .containsEntry("traceid", "")
        .containsEntry("traceparent", "")
        .containsEntry("tracestate", "")
        .containsEntry("type", "com.dapr.event.sent")
        .containsOnlyKeys(
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
    assertThat((String) event.get("id")).matches("[0-9a-f-]{36}");
    assertThat(OffsetDateTime.parse((String) event.get("time")).toInstant()).isEqualTo(NOW);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          application/json         | no json  | data        | no json
          text/plain               | hello    | data        | hello
          ''                       | hello    | data        | hello
          application/xml          | <a/>     | data        | <a/>
          application/octet-stream | hello    | data_base64 | aGVsbG8=
          """)
  void dataIsWrittenAsItsTypeSays(String type, String body, String field, String value)
      throws InterruptedException {
    publish(type, body);
    assertThat(event())
        .containsEntry(field, value)
        .containsEntry("datacontenttype", type.isEmpty() ? "text/plain" : type);
  }

  @Test
  void attributesAreOverridden() throws InterruptedException {
    publish(
        "text/plain",
        "x",
        "metadata.cloudevent.id",
        "id1",
        "metadata.CloudEvent.Source",
        "me",
        "metadata.cloudevent.type",
        "t",
        "metadata.cloudevent.subject",
        "s",
        "metadata.cloudevent.traceparent",
        "tp",
        "metadata.cloudevent.tracestate",
        "ts");
    assertThat(event())
        .containsEntry("id", "id1")
        .containsEntry("source", "me")
        .containsEntry("type", "t")
        .containsEntry("subject", "s")
        .containsEntry("traceid", "tp")
        .containsEntry("traceparent", "tp")
        .containsEntry("tracestate", "ts");
  }

  @Test
  void eventIsCompleted() throws InterruptedException {
    publish(
        "application/cloudevents+json; charset=utf-8",
        "{\"id\":\"7\",\"mine\":[1,{\"a\":null}],\"topic\":\"other\",\"time\":\"then\"}");
    assertThat(event())
        .containsEntry("id", "7")
        .containsEntry("topic", "orders")
        .containsEntry("time", "then")
        .containsEntry("source", "Dapr")
        .containsEntry("type", "com.dapr.event.sent")
        .containsEntry("traceid", "");
    assertThat(broker.last()).contains("\"mine\":[1,{\"a\":null}]");
  }

  @Test
  void bytesTravelAsTheyAre() throws InterruptedException {
    publish("text/plain", "as it is", "metadata.rawPayload", "true");
    assertThat(broker.last()).isEqualTo("as it is");
  }

  @Test
  void eventExpiresIfTheBrokerDoesNotSeeToThat() throws InterruptedException {
    publish("text/plain", "x", "metadata.ttlInSeconds", "10");
    assertThat(event()).containsEntry("expiration", "2026-01-02T03:04:15Z");
    publish("text/plain", "x", "metadata.ttlInSeconds", "-1");
    assertThat(event()).doesNotContainKey("expiration");
    broker.features.add(PubSubFeature.MESSAGE_TTL);
    publish("text/plain", "x", "metadata.ttlInSeconds", "10");
    assertThat(event()).doesNotContainKey("expiration");
    assertThat(broker.published.getLast().metadata()).containsEntry("ttlInSeconds", "10");
  }

  @Test
  void whatIsNoEventIsRefused() throws InterruptedException {
    ApiError error = error(publish("application/cloudevents+json", "[1]"));
    assertThat(error.httpStatus()).isEqualTo(500);
    assertThat(error.code()).isEqualTo("ERR_PUBSUB_CLOUD_EVENTS_SER");
    assertThat(error.message()).isEqualTo("cannot create cloudevent");
    assertThat(broker.published).isEmpty();
  }

  @Test
  void rawPayloadIsTrueOrFalse() throws InterruptedException {
    ApiError error = error(publish("text/plain", "x", "metadata.rawPayload", "maybe"));
    assertThat(error.httpStatus()).isEqualTo(400);
    assertThat(error.code()).isEqualTo("ERR_PUBSUB_REQUEST_METADATA");
    assertThat(error.message())
        .isEqualTo(
            "failed deserializing metadata. Error: rawPayload value must be a valid boolean:"
                + " actual is 'maybe'");
  }

  @Test
  void failureOfTheBrokerIsShown() throws InterruptedException {
    broker.failure = "no disk";
    ApiError error = error(publish("text/plain", "x"));
    assertThat(error.httpStatus()).isEqualTo(500);
    assertThat(error.code()).isEqualTo("ERR_PUBSUB_PUBLISH_MESSAGE");
    assertThat(error.message())
        .isEqualTo("error when publishing to topic orders in pubsub pubsub: no disk");
    assertThat(error.details().getFirst())
        .isEqualTo(
            new ErrorDetail.ErrorInfo(
                "DAPR_PUBSUB_PUBLISH_MESSAGE", Map.of("topic", "orders", "error", "no disk")));
  }

  @Test
  void unknownNamesAreRefused() throws InterruptedException {
    FakeHttpExchange unknown = exchange(block, "PublishEvent");
    unknown.path.put("pubsubname", "nope");
    assertThat(error(unknown.run()).message()).isEqualTo("pubsub nope is not found");
    assertThat(error(unknown).httpStatus()).isEqualTo(404);
    FakeHttpExchange empty = exchange(block, "PublishEvent");
    empty.path.put("*", "");
    assertThat(error(empty.run()).code()).isEqualTo("ERR_TOPIC_NAME_EMPTY");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          publishingScopes | app=orders,x;b=y | true
          publishingScopes | app=x            | false
          publishingScopes | app=             | false
          publishingScopes | other=x          | true
          allowedTopics    | orders, x        | true
          allowedTopics    | x                | false
          protectedTopics  | orders           | false
          protectedTopics  | x                | true
          """)
  void scopesRule(String field, String value, boolean allowed) throws InterruptedException {
    PubSubBlock scoped = block(Map.of(field, value));
    FakeHttpExchange exchange = exchange(scoped, "PublishEvent").run();
    scoped.close();
    if (allowed) {
      assertThat(exchange.status()).isEqualTo(204);
    } else {
      assertThat(error(exchange).httpStatus()).isEqualTo(403);
      assertThat(error(exchange).code()).isEqualTo("ERR_PUBSUB_FORBIDDEN");
      assertThat(error(exchange).message()).isEqualTo("topic orders is not allowed for app id app");
    }
  }

  private FakeHttpExchange bulk(String body) throws InterruptedException {
    FakeHttpExchange exchange = exchange(block, "BulkPublishEvent");
    exchange.body = body.getBytes(StandardCharsets.UTF_8);
    return exchange.run();
  }

  @Test
  void bulkIsPublished() throws InterruptedException {
    assertThat(
            bulk("""
            [{"entryId":"1","event":{"a":1},"contentType":"application/json"},
             {"entryID":"2","event":"aGk=","contentType":"application/octet-stream"},
             {"entryId":"3","event":"text","contentType":"text/plain",
              "metadata":{"cloudevent.id":"three"}}]
            """)
                .status())
        .isEqualTo(204);
    assertThat(broker.published)
        .hasSize(3)
        .allSatisfy(
            request -> assertThat(request.contentType()).isEqualTo("application/cloudevents+json"));
    assertThat(event()).containsEntry("id", "three").containsEntry("data", "text");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          [{"entryId":"1","event":"x","contentType":"text/plain"},{"entryId":"1","event":"x","contentType":"text/plain"}]
          [{"event":"x","contentType":"text/plain"}]
          [{"entryId":"1","event":{},"contentType":"text/plain"}]
          [{"entryId":"1","event":"?","contentType":"application/octet-stream"}]
          [{"entryId":"1","event":"x","contentType":"image/png"}]
          {"entryId":"1"}
          [1
          """)
  void malformedBulkIsRefused(String body) throws InterruptedException {
    ApiError error = error(bulk(body));
    assertThat(error.httpStatus()).isEqualTo(400);
    assertThat(error.code()).isEqualTo("ERR_PUBSUB_EVENTS_SER");
    assertThat(broker.published).isEmpty();
  }

  @Test
  void bulkThatFailsSaysWhich() throws InterruptedException {
    broker.failure = "full";
    FakeHttpExchange exchange =
        bulk("[{\"entryId\":\"1\",\"event\":\"x\",\"contentType\":\"text/plain\"}]");
    assertThat(exchange.status()).isEqualTo(500);
    assertThat(exchange.text())
        .isEqualTo(
            "{\"failedEntries\":[{\"entryId\":\"1\",\"error\":\"full\"}],"
                + "\"errorCode\":\"ERR_PUBSUB_PUBLISH_MESSAGE\"}");
    assertThat(exchange.answerHeaders).containsEntry("metadata.responseData", exchange.text());
  }
}

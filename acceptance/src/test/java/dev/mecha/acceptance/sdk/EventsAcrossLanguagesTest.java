package dev.mecha.acceptance.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mecha.acceptance.process.Broker;
import dev.mecha.acceptance.process.EventApp;
import dev.mecha.acceptance.process.Ports;
import dev.mecha.acceptance.process.Sidecar;
import dev.mecha.tck.server.RealServers;
import io.dapr.client.DaprClient;
import io.dapr.client.DaprClientBuilder;
import io.dapr.client.DaprPreviewClient;
import io.dapr.client.domain.CloudEvent;
import io.dapr.config.Properties;
import io.dapr.utils.TypeRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.Disposable;

/**
 * Applications in three languages publish to each other with the official SDKs, over HTTP, gRPC and
 * streams, one by one and in bulk, through five brokers that all of them have at the same time.
 */
@TestInstance(Lifecycle.PER_CLASS)
class EventsAcrossLanguagesTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final List<String> ONE = List.of("news");
  private static final List<String> BOTH = List.of("news", "gathered");
  private static final List<String> PUBLISHERS =
      List.of("java", "python", "javascript-http", "javascript-grpc");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<Process> applications = new ArrayList<>();
  private final Map<Sidecar, List<String>> sidecars = new LinkedHashMap<>();
  private final List<Subscriber> subscribers = new ArrayList<>();
  private final List<AutoCloseable> others = new ArrayList<>();
  private Path folder = Path.of("");
  private Brokers brokers;

  /** Whatever an event has is seen by an application that gets it over HTTP. */
  private Subscriber seesAll;

  @BeforeAll
  @Timeout(600)
  void start(@TempDir Path temporary) throws Exception {
    folder = temporary;
    brokers = Brokers.start(folder.resolve("brokers"));
    String names = String.join(",", brokers.names());
    Sidecar publisher = sidecar("publisher", ONE, "--config=" + tracing());
    subscribeInJavaScript(names);
    subscribeInPython(names);
    subscribeInJava();
    stream(publisher);
    sidecars.forEach(this::awaitSubscribed);
    publishInJava(publisher);
    publishInScripts(publisher, names);
  }

  private Path tracing() throws IOException {
    return Files.writeString(
        folder.resolve("tracing.yaml"),
        """
        apiVersion: dapr.io/v1alpha1
        kind: Configuration
        metadata:
          name: tracing
        spec:
          tracing:
            samplingRate: "1"
        """);
  }

  private Sidecar sidecar(String appId, List<String> topics, String... flags) {
    var setup = Sidecar.in(folder.resolve(appId)).appId(appId).flags(flags);
    brokers.components().forEach(setup::resource);
    Sidecar sidecar = setup.launch();
    sidecars.put(sidecar, topics);
    return sidecar;
  }

  private void launch(Path output, Path where, String... command) throws IOException {
    applications.add(
        new ProcessBuilder(command)
            .directory(where.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start());
  }

  private void subscribeInJavaScript(String names) throws IOException {
    String node = RealServers.require("node").toString();
    for (String protocol : List.of("http", "grpc")) {
      String name = "javascript-" + protocol;
      String port = "" + Ports.free();
      Sidecar beside = sidecar(name, BOTH, "--app-port=" + port, "--app-protocol=" + protocol);
      String dapr = "" + (protocol.equals("grpc") ? beside.grpcPort() : beside.httpPort());
      Path output = folder.resolve(name + ".log");
      launch(
          output,
          Installation.javascript(),
          node,
          "events.js",
          "subscribe",
          protocol,
          dapr,
          names,
          port);
      subscribers.add(Subscriber.printing(name, BOTH, output));
    }
  }

  private void subscribeInPython(String names) throws IOException {
    String port = "" + Ports.free();
    Sidecar beside = sidecar("python-app", BOTH, "--app-port=" + port, "--app-protocol=grpc");
    python("app", BOTH, beside, names, port);
    python("stream", ONE, sidecar("python-stream", ONE), names);
  }

  private void python(String what, List<String> topics, Sidecar beside, String... more)
      throws IOException {
    Path output = folder.resolve("python-" + what + ".log");
    var command = new ArrayList<>(List.of(Installation.python().toString(), script(), what));
    command.addAll(List.of("" + beside.httpPort(), "" + beside.grpcPort()));
    command.addAll(List.of(more));
    launch(output, folder, command.toArray(String[]::new));
    subscribers.add(Subscriber.printing("python-" + what, topics, output));
  }

  private static String script() {
    return Path.of("src", "test", "python", "events.py").toAbsolutePath().toString();
  }

  private void subscribeInJava() {
    String subscriptions =
        brokers.names().stream()
            .map(
                name ->
                    """
                    {"pubsubname":"%1$s","topic":"news","route":"/news"},
                    {"pubsubname":"%1$s","topic":"gathered","route":"/gathered","bulkSubscribe":
                      {"enabled":true,"maxMessagesCount":10,"maxAwaitDurationMs":200}}
                    """
                        .formatted(name))
            .collect(Collectors.joining(",", "[", "]"));
    EventApp app = EventApp.start(subscriptions);
    others.add(app);
    seesAll = Subscriber.serving("java-app", BOTH, app);
    subscribers.add(seesAll);
    sidecar("java-app", BOTH, "--app-port=" + app.port());
  }

  /** Beside the publisher's sidecar: an application may do both. */
  private void stream(Sidecar beside) {
    beside.awaitHealthy();
    DaprPreviewClient client = builder(beside).buildPreviewClient();
    others.add(client);
    var heard = new ConcurrentLinkedQueue<CloudEvent<Map<String, String>>>();
    for (String name : brokers.names()) {
      Disposable subscription =
          client
              .subscribeToTopic(name, "news", new TypeRef<CloudEvent<Map<String, String>>>() {})
              .subscribe(heard::add);
      others.add(subscription::dispose);
    }
    subscribers.add(Subscriber.streaming("java-stream", ONE, heard));
  }

  private void awaitSubscribed(Sidecar sidecar, List<String> topics) {
    sidecar.awaitHealthy();
    int expected = topics.size() * brokers.names().size();
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(subscriptions(sidecar)).as(sidecar.log()).hasSize(expected));
  }

  private static JsonNode subscriptions(Sidecar sidecar) throws IOException {
    return JSON.readTree(sidecar.send("GET", "/v1.0/metadata", "").body()).path("subscriptions");
  }

  private static DaprClientBuilder builder(Sidecar sidecar) {
    return new DaprClientBuilder()
        .withPropertyOverride(Properties.HTTP_PORT, "" + sidecar.httpPort())
        .withPropertyOverride(Properties.GRPC_PORT, "" + sidecar.grpcPort());
  }

  @SuppressWarnings("try") // close() may be interrupted
  private void publishInJava(Sidecar publisher) throws Exception {
    try (DaprClient client = builder(publisher).build()) {
      for (String name : brokers.names()) {
        client.publishEvent(name, "news", Map.of("from", "java")).block();
        for (String topic : BOTH) {
          var answer =
              client
                  .publishEvents(
                      name,
                      topic,
                      "application/json",
                      List.of(Map.of("from", "java-bulk-1"), Map.of("from", "java-bulk-2")))
                  .block();
          assertThat(answer).isNotNull();
          assertThat(answer.getFailedEntries()).isEmpty();
        }
      }
    }
  }

  private void publishInScripts(Sidecar publisher, String names) {
    int checks = 3 * brokers.names().size();
    String http = "" + publisher.httpPort();
    String grpc = "" + publisher.grpcPort();
    String python = Installation.python().toString();
    Path javascript = Installation.javascript();
    Checks.run(checks, folder, python, script(), "publish", http, grpc, names);
    Checks.run(checks, javascript, "node", "events.js", "publish", "http", http, names);
    Checks.run(checks, javascript, "node", "events.js", "publish", "grpc", grpc, names);
  }

  @AfterAll
  void stop() throws Exception {
    for (AutoCloseable other : others.reversed()) {
      other.close();
    }
    sidecars.keySet().forEach(Sidecar::close);
    applications.forEach(Process::destroyForcibly);
    if (brokers != null) {
      brokers.close();
    }
  }

  private static Set<String> published(String topic) {
    return PUBLISHERS.stream()
        .flatMap(
            from ->
                topic.equals("news")
                    ? Stream.of(from, from + "-bulk-1", from + "-bulk-2")
                    : Stream.of(from + "-bulk-1", from + "-bulk-2"))
        .collect(Collectors.toSet());
  }

  private static Set<String> senders(List<JsonNode> events) {
    return events.stream()
        .map(event -> event.path("data").path("from").asText())
        .collect(Collectors.toSet());
  }

  private static void awaitAll(Subscriber subscriber, Broker.Kind kind) {
    for (String topic : subscriber.topics()) {
      await()
          .atMost(PATIENCE)
          .pollDelay(Duration.ZERO)
          .untilAsserted(
              () ->
                  assertThat(senders(subscriber.heard(Brokers.name(kind), topic)))
                      .as("%s, %s of %s", subscriber.name(), topic, kind)
                      .isEqualTo(published(topic)));
    }
  }

  @ParameterizedTest
  @EnumSource
  void everybodyHearsEverybody(Broker.Kind kind) {
    brokers.require(kind);
    subscribers.forEach(subscriber -> awaitAll(subscriber, kind));
  }

  @ParameterizedTest
  @EnumSource
  void eventsHaveTheAttributesOfTheCatalogue(Broker.Kind kind) {
    brokers.require(kind);
    awaitAll(seesAll, kind);
    for (String topic : BOTH) {
      assertThat(seesAll.heard(Brokers.name(kind), topic))
          .allSatisfy(event -> assertAttributes(event, Brokers.name(kind), topic));
    }
  }

  private static void assertAttributes(JsonNode event, String pubsub, String topic) {
    var attributes = new HashMap<String, JsonNode>();
    event.properties().forEach(one -> attributes.put(one.getKey(), one.getValue()));
    assertThat(attributes)
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
    assertThat(event.path("data").properties()).hasSize(1);
    assertThat(event.path("datacontenttype").asText()).isEqualTo("application/json");
    assertThat(event.path("id").asText())
        .matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
    assertThat(event.path("pubsubname").asText()).isEqualTo(pubsub);
    assertThat(event.path("source").asText()).isEqualTo("publisher");
    assertThat(event.path("specversion").asText()).isEqualTo("1.0");
    assertThat(OffsetDateTime.parse(event.path("time").asText()).toInstant())
        .isBetween(Instant.now().minus(Duration.ofHours(1)), Instant.now());
    assertThat(event.path("topic").asText()).isEqualTo(topic);
    assertThat(event.path("traceid")).isEqualTo(event.path("traceparent"));
    assertThat(event.path("traceparent").asText()).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-0[01]");
    assertThat(event.path("tracestate").asText("none")).isEmpty();
    assertThat(event.path("type").asText()).isEqualTo("com.dapr.event.sent");
  }

  /** Whatever of an event the SDKs show of it is what an application over HTTP sees. */
  @ParameterizedTest
  @EnumSource
  void attributesAreTheSameInEveryLanguage(Broker.Kind kind) {
    brokers.require(kind);
    awaitAll(seesAll, kind);
    String pubsub = Brokers.name(kind);
    for (Subscriber subscriber : subscribers) {
      awaitAll(subscriber, kind);
      for (String topic : subscriber.topics()) {
        Map<String, JsonNode> byId =
            seesAll.heard(pubsub, topic).stream()
                .collect(
                    Collectors.toMap(
                        event -> event.path("id").asText(), event -> event, (a, b) -> a));
        assertThat(subscriber.heard(pubsub, topic))
            .filteredOn(event -> event.has("id"))
            .allSatisfy(
                event -> {
                  JsonNode whole = byId.get(event.path("id").asText());
                  assertThat(whole).as("%s: %s", subscriber.name(), event).isNotNull();
                  event.properties().stream()
                      .filter(one -> !one.getValue().isNull())
                      .forEach(
                          one ->
                              assertThat(one.getValue())
                                  .as("%s: %s", subscriber.name(), one.getKey())
                                  .isEqualTo(whole.path(one.getKey())));
                });
      }
    }
  }
}

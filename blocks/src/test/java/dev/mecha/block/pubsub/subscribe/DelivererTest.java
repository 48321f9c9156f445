package dev.mecha.block.pubsub.subscribe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mecha.block.pubsub.FakeBroker;
import dev.mecha.kernel.observe.Buckets;
import dev.mecha.kernel.observe.LabelRules;
import dev.mecha.kernel.observe.Metrics;
import dev.mecha.kernel.observe.PubSubMetrics;
import dev.mecha.kernel.registry.Registry;
import dev.mecha.kernel.resilience.Guard;
import dev.mecha.spi.pubsub.BulkEntry;
import dev.mecha.spi.pubsub.BulkMessage;
import dev.mecha.spi.pubsub.Message;
import dev.mecha.spi.pubsub.PubSub;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DelivererTest {

  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  private final FakeBroker broker = new FakeBroker();
  private final Registry<PubSub> brokers = new Registry<>(Duration.ofSeconds(1));
  private final PubSubMetrics metrics =
      new PubSubMetrics(
          new Metrics("app", new LabelRules(List.of())), "", Buckets.latency(List.of(5L)));
  private final FakeApp app = new FakeApp();

  /** Says of every event what a test wants. */
  private static final class FakeApp implements AppEvents {

    private final List<AppEvent> taken = new ArrayList<>();
    private final List<BulkEvents> bulks = new ArrayList<>();
    private @Nullable Verdict verdict = Verdict.SUCCESS;
    private BulkAnswer.Status status = BulkAnswer.Status.SUCCESS;

    @Override
    public Verdict deliver(AppEvent event) throws RetryException {
      taken.add(event);
      if (verdict == null) {
        throw new RetryException("of the test");
      }
      return verdict;
    }

    @Override
    public List<BulkAnswer> deliver(BulkEvents bulk) {
      bulks.add(bulk);
      return bulk.entries().stream()
          .map(entry -> new BulkAnswer(entry.entry().entryId(), status))
          .toList();
    }
  }

  @BeforeEach
  void register() throws InterruptedException {
    brokers.put("pubsub", broker);
  }

  private static TopicSubscription subscription(
      Map<String, String> metadata, String deadLetterTopic, Rule... rules) {
    return new TopicSubscription(
        TopicSubscription.Origin.PROGRAMMATIC,
        "",
        "pubsub",
        "orders",
        metadata,
        List.of(rules),
        deadLetterTopic,
        BulkSettings.OFF);
  }

  private Deliverer deliverer(TopicSubscription subscription) {
    return new Deliverer(
        subscription, app, Guard.NONE, new DeadLetters(brokers), metrics, InstantSource.fixed(NOW));
  }

  private static final Rule ALL = new Rule(null, "/all");

  private static Message message(String data) {
    return new Message("orders", data.getBytes(StandardCharsets.UTF_8), Map.of("k", "v"), null);
  }

  @Test
  void eventIsPassedOnAsItIs() throws Exception {
    deliverer(subscription(Map.of(), "", ALL)).handle(message("{\"id\":\"1\", \"data\":[1]}"));
    AppEvent event = app.taken.getFirst();
    assertThat(event.path()).isEqualTo("/all");
    assertThat(new String(event.data(), StandardCharsets.UTF_8))
        .isEqualTo("{\"id\":\"1\", \"data\":[1]}");
    assertThat(event.metadata()).containsEntry("k", "v");
  }

  @Test
  void firstRuleThatFitsIsTaken() throws Exception {
    var subscription =
        subscription(
            Map.of(),
            "",
            Rule.of("event.type == 'a'", "/a"),
            Rule.of("event.data.n >= 2 && event.data.tags[0] == 'x'", "/n"),
            ALL);
    Deliverer deliverer = deliverer(subscription);
    deliverer.handle(message("{\"type\":\"a\"}"));
    deliverer.handle(message("{\"type\":\"b\",\"data\":{\"n\":2,\"tags\":[\"x\"]}}"));
    deliverer.handle(message("{\"type\":\"b\",\"data\":{\"n\":1,\"tags\":[\"x\"]}}"));
    assertThat(app.taken).extracting(AppEvent::path).containsExactly("/a", "/n", "/all");
  }

  @Test
  void eventWithoutRouteIsDoneWith() throws Exception {
    deliverer(subscription(Map.of(), "dead", Rule.of("event.type == 'a'", "/a")))
        .handle(message("{\"type\":\"b\"}"));
    assertThat(app.taken).isEmpty();
    assertThat(broker.published).singleElement().extracting("topic").isEqualTo("dead");
  }

  @Test
  void expiredEventIsDoneWith() throws Exception {
    deliverer(subscription(Map.of(), "", ALL))
        .handle(message("{\"expiration\":\"2026-01-02T03:04:04Z\"}"));
    assertThat(app.taken).isEmpty();
    deliverer(subscription(Map.of(), "", ALL))
        .handle(message("{\"expiration\":\"2026-01-02T03:04:06Z\"}"));
    assertThat(app.taken).hasSize(1);
  }

  @Test
  void bytesBecomeAnEvent() throws Exception {
    deliverer(subscription(Map.of("rawPayload", "true"), "", ALL)).handle(message("no JSON"));
    assertThat(app.taken.getFirst().event().text("data_base64")).isEqualTo("bm8gSlNPTg==");
    assertThat(new String(app.taken.getFirst().data(), StandardCharsets.UTF_8))
        .contains("\"datacontenttype\":\"application/octet-stream\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"no JSON", "[1]", "7", "", "{\"a\":"})
  void whatIsNoEventIsThrownBackOrDeadLettered(String data) throws Exception {
    assertThatExceptionOfType(RetryException.class)
        .isThrownBy(() -> deliverer(subscription(Map.of(), "", ALL)).handle(message(data)));
    deliverer(subscription(Map.of(), "dead", ALL)).handle(message(data));
    assertThat(broker.last()).isEqualTo(data);
    assertThat(app.taken).isEmpty();
  }

  @Test
  void expressionThatDoesNotFitTheEventIsARefusal() throws Exception {
    var subscription = subscription(Map.of(), "", Rule.of("event.data.n > 1", "/n"), ALL);
    assertThatExceptionOfType(RetryException.class)
        .isThrownBy(() -> deliverer(subscription).handle(message("{\"data\":\"text\"}")));
  }

  @Test
  void whatTheApplicationWantsAgainIsThrownBackOrDeadLettered() throws Exception {
    app.verdict = null;
    assertThatExceptionOfType(RetryException.class)
        .isThrownBy(() -> deliverer(subscription(Map.of(), "", ALL)).handle(message("{}")));
    deliverer(subscription(Map.of(), "dead", ALL)).handle(message("{}"));
    assertThat(broker.published).hasSize(1);
  }

  @Test
  void whatTheApplicationDropsIsDeadLettered() throws Exception {
    app.verdict = Verdict.DROP;
    deliverer(subscription(Map.of(), "", ALL)).handle(message("{}"));
    assertThat(broker.published).isEmpty();
    deliverer(subscription(Map.of(), "dead", ALL)).handle(message("{}"));
    assertThat(broker.published).hasSize(1);
  }

  @Test
  void deadLetterThatCannotBePublishedStaysWithTheBroker() {
    app.verdict = Verdict.DROP;
    broker.failure = "full";
    assertThatExceptionOfType(RetryException.class)
        .isThrownBy(() -> deliverer(subscription(Map.of(), "dead", ALL)).handle(message("{}")));
  }

  private static BulkEntry entry(String id, String data) {
    return new BulkEntry(id, data.getBytes(StandardCharsets.UTF_8), Map.of(), null);
  }

  @Test
  void bulkIsSortedByRouteAndOnlyWhatFailedComesAgain() throws Exception {
    var subscription =
        subscription(Map.of(), "", Rule.of("event.type == 'a'", "/a"), new Rule(null, "/all"));
    var deliverer =
        new BulkDeliverer(
            subscription,
            app,
            Guard.NONE,
            new DeadLetters(brokers),
            metrics,
            InstantSource.fixed(NOW));
    var message =
        new BulkMessage(
            "orders",
            List.of(
                entry("1", "{\"type\":\"a\"}"),
                entry("2", "{\"type\":\"b\"}"),
                entry("3", "broken"),
                entry("4", "{\"type\":\"a\"}")),
            Map.of());
    assertThat(deliverer.handle(message)).containsExactly("3");
    assertThat(app.bulks).extracting(BulkEvents::path).containsExactly("/a", "/all");
    assertThat(app.bulks.getFirst().entries()).hasSize(2);
    app.status = BulkAnswer.Status.RETRY;
    assertThat(deliverer.handle(message)).containsExactlyInAnyOrder("1", "2", "3", "4");
    app.status = BulkAnswer.Status.DROP;
    assertThat(deliverer.handle(message)).containsExactly("3");
  }

  @Test
  void subscriptionsOfAnApplicationAreRead() throws Exception {
    String json =
        """
        [{"pubsubname":"p","topic":"t","route":"/r","metadata":{"a":"b"},"deadLetterTopic":"d"},
         {"pubsubname":"p","topic":"none"},
         {"pubsubname":"p","topic":"rules","route":"/ignored","routes":{
            "rules":[{"match":"event.a == 1","path":"/one"}],"default":"/rest"},
          "bulkSubscribe":{"enabled":true,"maxMessagesCount":7,"maxAwaitDurationMs":9},
          "unknown":{"x":[1]}}]
        """;
    List<TopicSubscription> read = HttpAppTopics.read(json.getBytes(StandardCharsets.UTF_8));
    assertThat(read).extracting(TopicSubscription::topic).containsExactly("t", "rules");
    assertThat(read.getFirst().metadata()).containsEntry("a", "b");
    assertThat(read.getFirst().deadLetterTopic()).isEqualTo("d");
    assertThat(read.getLast().rules()).extracting(Rule::path).containsExactly("/one", "/rest");
    assertThat(read.getLast().bulk()).isEqualTo(new BulkSettings(true, 7, 9));
  }
}

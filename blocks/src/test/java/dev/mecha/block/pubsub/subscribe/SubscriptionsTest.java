package dev.mecha.block.pubsub.subscribe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.mecha.block.pubsub.FakeBroker;
import dev.mecha.kernel.registry.Registry;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.pubsub.PubSub;
import dev.mecha.spi.pubsub.SubscribeRequest;
import dev.mecha.spi.pubsub.Subscription;
import dev.mecha.spi.time.Time;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SubscriptionsTest {

  private final Registry<PubSub> brokers = new Registry<>(Duration.ofSeconds(1));
  private final FakeBroker broker = new FakeBroker();
  private final Subscriptions subscriptions =
      new Subscriptions(brokers, SubscriptionsTest::start, new Nobody(), Time.system());

  /** Nothing is brought in these tests. */
  private static final class Nobody implements AppEvents {
    @Override
    public Verdict deliver(AppEvent event) {
      return Verdict.SUCCESS;
    }

    @Override
    public List<BulkAnswer> deliver(BulkEvents bulk) {
      return List.of();
    }
  }

  private static Subscription start(Keeper.Wanted wanted) throws InterruptedException {
    return wanted
        .broker()
        .subscribe(SubscribeRequest.of(wanted.subscription().topic()), message -> {});
  }

  @AfterEach
  void close() {
    subscriptions.close();
  }

  private static TopicSubscription to(TopicSubscription.Origin origin, String topic, String path) {
    return new TopicSubscription(
        origin, "", "pubsub", topic, Map.of(), List.of(new Rule(null, path)), "", BulkSettings.OFF);
  }

  private static TopicSubscription declared(String topic) {
    return to(TopicSubscription.Origin.DECLARATIVE, topic, "/" + topic);
  }

  private static TopicSubscription named(String topic) {
    return to(TopicSubscription.Origin.PROGRAMMATIC, topic, "/" + topic);
  }

  private void awaitTopics(FakeBroker where, String... topics) {
    await().untilAsserted(() -> assertThat(where.handlers.keySet()).isEqualTo(Set.of(topics)));
  }

  @Test
  void nothingIsBroughtBeforeTheApplicationIsWell() throws InterruptedException {
    brokers.put("pubsub", broker);
    subscriptions.declare(List.of(declared("a")));
    assertThat(broker.handlers).isEmpty();
    subscriptions.appIsWell(List.of(named("b")));
    assertThat(broker.handlers).containsOnlyKeys("a", "b");
    subscriptions.appIsUnwell();
    assertThat(broker.handlers).isEmpty();
    subscriptions.appIsWell(List.of(named("c")));
    awaitTopics(broker, "a", "c");
  }

  @Test
  void applicationGoesBeforeResources() throws InterruptedException {
    brokers.put("pubsub", broker);
    subscriptions.declare(List.of(declared("a"), declared("c")));
    subscriptions.appIsWell(List.of(named("a"), named("b")));
    awaitTopics(broker, "a", "b", "c");
    assertThat(subscriptions.all())
        .extracting(TopicSubscription::origin)
        .containsExactly(
            TopicSubscription.Origin.PROGRAMMATIC,
            TopicSubscription.Origin.DECLARATIVE,
            TopicSubscription.Origin.PROGRAMMATIC);
  }

  @Test
  void topicIsSubscribedToOnce() throws InterruptedException {
    var first = to(TopicSubscription.Origin.DECLARATIVE, "a", "/first");
    var second = to(TopicSubscription.Origin.DECLARATIVE, "a", "/second");
    subscriptions.declare(List.of(first, second));
    await().untilAsserted(() -> assertThat(subscriptions.all()).containsExactly(first));
    var earlier = to(TopicSubscription.Origin.PROGRAMMATIC, "b", "/earlier");
    var later = to(TopicSubscription.Origin.PROGRAMMATIC, "b", "/later");
    subscriptions.appIsWell(List.of(earlier, later));
    assertThat(subscriptions.all()).containsExactly(first, later);
  }

  @Test
  void declarationsAreReplaced() throws InterruptedException {
    brokers.put("pubsub", broker);
    subscriptions.appIsWell(List.of());
    subscriptions.declare(List.of(declared("a"), declared("b")));
    awaitTopics(broker, "a", "b");
    var before = broker.handlers.get("a");
    subscriptions.declare(List.of(declared("a"), declared("c")));
    awaitTopics(broker, "a", "c");
    assertThat(broker.handlers.get("a")).isSameAs(before);
  }

  @Test
  void aTopicThatIsListedIsSubscribedToAndNewOnesComeLast() throws InterruptedException {
    brokers.put("pubsub", broker);
    subscriptions.appIsWell(List.of());
    subscriptions.declare(List.of(declared("b"), declared("c")));
    await().until(() -> subscriptions.all().size() == 2);
    assertThat(broker.handlers).containsOnlyKeys("b", "c");
    subscriptions.declare(List.of(declared("d"), declared("c")));
    await()
        .untilAsserted(
            () ->
                assertThat(subscriptions.all())
                    .extracting(TopicSubscription::topic)
                    .containsExactly("c", "d"));
  }

  @Test
  void brokerThatComesLaterOrIsReplacedIsSubscribedTo() throws InterruptedException {
    subscriptions.appIsWell(List.of(named("a")));
    brokers.put("pubsub", broker);
    awaitTopics(broker, "a");
    var other = new FakeBroker();
    brokers.put("pubsub", other);
    awaitTopics(other, "a");
    assertThat(broker.handlers).isEmpty();
    brokers.remove("pubsub");
    assertThat(other.handlers).isEmpty();
  }

  @Test
  void whatFailsIsTriedAgain() throws InterruptedException {
    broker.failure = "not yet";
    brokers.put("pubsub", broker);
    subscriptions.appIsWell(List.of(named("a")));
    broker.failure = null;
    awaitTopics(broker, "a");
  }

  @Test
  void streamThatCannotBeBegunSaysWhy() throws InterruptedException {
    brokers.put("pubsub", broker);
    broker.failure = "no such topic";
    var streaming = to(TopicSubscription.Origin.STREAMING, "s", "/");
    assertThatExceptionOfType(ComponentException.class)
        .isThrownBy(() -> subscriptions.stream(streaming, new Nobody()))
        .withMessage("no such topic");
    await().until(() -> subscriptions.all().isEmpty());
    broker.failure = null;
    Runnable ending = subscriptions.stream(streaming, new Nobody());
    awaitTopics(broker, "s");
    assertThat(subscriptions.all()).hasSize(1);
    ending.run();
    awaitTopics(broker);
  }

  @Test
  void outboxGoesOnWhenTheApplicationIsBroughtNoMore() throws InterruptedException {
    brokers.put("pubsub", broker);
    subscriptions.own(named("outbox"), new Nobody());
    subscriptions.appIsWell(List.of(named("a")));
    awaitTopics(broker, "a", "outbox");
    subscriptions.takeNoMore();
    awaitTopics(broker, "outbox");
    subscriptions.appIsWell(List.of(named("b")));
    subscriptions.own(named("other outbox"), new Nobody());
    awaitTopics(broker, "other outbox");
  }

  @Test
  void endOfAllEndsAll() throws InterruptedException {
    brokers.put("pubsub", broker);
    subscriptions.appIsWell(List.of(named("a")));
    awaitTopics(broker, "a");
    subscriptions.close();
    subscriptions.close();
    assertThat(broker.handlers).isEmpty();
  }
}

package dev.mecha.block.pubsub.subscribe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mecha.block.pubsub.FakeBroker;
import dev.mecha.kernel.observe.Buckets;
import dev.mecha.kernel.observe.LabelRules;
import dev.mecha.kernel.observe.Metrics;
import dev.mecha.kernel.observe.PubSubMetrics;
import dev.mecha.kernel.registry.Registry;
import dev.mecha.kernel.resilience.GuardListener;
import dev.mecha.kernel.resilience.Guards;
import dev.mecha.kernel.trace.Tracer;
import dev.mecha.protocol.runtime.v1.AppCallbackGrpc;
import dev.mecha.protocol.runtime.v1.ListTopicSubscriptionsResponse;
import dev.mecha.protocol.runtime.v1.TopicEventResponse;
import dev.mecha.spi.pubsub.PubSub;
import dev.mecha.spi.time.Time;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From a broker to an application that speaks gRPC. */
class SubscribeSideTest {

  private final FakeBroker broker = new FakeBroker();
  private final Registry<PubSub> brokers = new Registry<>(Duration.ofSeconds(1));
  private final FakeCallbacks app =
      new FakeCallbacks()
          .on(
              AppCallbackGrpc.getListTopicSubscriptionsMethod(),
              empty -> {
                var answer = ListTopicSubscriptionsResponse.newBuilder();
                answer.addSubscriptionsBuilder().setPubsubName("pubsub").setTopic("asked");
                return answer.build();
              })
          .on(
              AppCallbackGrpc.getOnTopicEventMethod(),
              event -> TopicEventResponse.getDefaultInstance());
  private final SubscribeSide side =
      new SubscribeSide(
          new SubscribeSide.Means(
              brokers,
              new Guards(Time.system(), new Random(), GuardListener.NONE),
              new PubSubMetrics(
                  new Metrics("app", new LabelRules(List.of())), "", Buckets.latency(List.of(5L))),
              Tracer.OFF,
              Time.system()),
          "app",
          null,
          app);

  @BeforeEach
  void start() throws InterruptedException {
    brokers.put("pubsub", broker);
    side.declare(
        List.of(
            new TopicSubscription(
                TopicSubscription.Origin.DECLARATIVE,
                "declared",
                "pubsub",
                "declared",
                Map.of(),
                List.of(new Rule(null, "/declared")),
                "",
                BulkSettings.OFF)));
  }

  @AfterEach
  void close() {
    side.close();
  }

  private void awaitTopics(String... topics) {
    await().untilAsserted(() -> assertThat(broker.handlers.keySet()).isEqualTo(Set.of(topics)));
  }

  @Test
  void applicationThatIsWellIsAskedAndGetsEvents() throws Exception {
    side.appIsWell(true);
    awaitTopics("asked", "declared");
    broker.bring("asked", "{\"id\":\"1\"}");
    assertThat(app.calls).containsExactly("ListTopicSubscriptions", "OnTopicEvent");
  }

  @Test
  void applicationThatIsNotAskedGetsWhatResourcesDeclare() throws Exception {
    side.appIsWell(false);
    awaitTopics("declared");
    broker.bring("declared", "{\"id\":\"1\"}");
    assertThat(app.calls).containsExactly("OnTopicEvent");
    assertThat(side.all()).extracting(TopicSubscription::topic).containsExactly("declared");
  }

  @Test
  void applicationThatIsUnwellGetsNothingAndIsAskedAnewLater() throws Exception {
    side.appIsWell(true);
    awaitTopics("asked", "declared");
    side.appIsUnwell();
    assertThat(broker.handlers).isEmpty();
    side.appIsWell(true);
    awaitTopics("asked", "declared");
    assertThat(app.calls).containsExactly("ListTopicSubscriptions", "ListTopicSubscriptions");
  }
}

package dev.mecha.block.pubsub.subscribe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mecha.block.pubsub.FakeBroker;
import dev.mecha.block.pubsub.Tries;
import dev.mecha.kernel.observe.Buckets;
import dev.mecha.kernel.observe.LabelRules;
import dev.mecha.kernel.observe.Metrics;
import dev.mecha.kernel.observe.PubSubMetrics;
import dev.mecha.kernel.registry.Registry;
import dev.mecha.kernel.resilience.Attempt;
import dev.mecha.kernel.resilience.CircuitOpenException;
import dev.mecha.kernel.resilience.Guard;
import dev.mecha.spi.pubsub.BulkEntry;
import dev.mecha.spi.pubsub.BulkMessage;
import dev.mecha.spi.pubsub.Message;
import dev.mecha.spi.pubsub.PubSub;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Deliveries under the policies for what comes in. */
class GuardedDeliveryTest {

  private final FakeBroker broker = new FakeBroker();
  private final Registry<PubSub> brokers = new Registry<>(Duration.ofSeconds(1));
  private final PubSubMetrics metrics =
      new PubSubMetrics(
          new Metrics("app", new LabelRules(List.of())), "", Buckets.latency(List.of(5L)));
  private final Moody app = new Moody();

  /** Takes an event when it has been brought often enough. */
  private static final class Moody implements AppEvents {

    private final List<List<String>> calls = new ArrayList<>();
    private int refusals;

    @Override
    public Verdict deliver(AppEvent event) throws RetryException {
      calls.add(List.of(event.event().textOrEmpty("id")));
      if (calls.size() <= refusals) {
        throw new RetryException("not now");
      }
      return Verdict.SUCCESS;
    }

    /** Takes the first event of each call and wants the others again. */
    @Override
    public List<BulkAnswer> deliver(BulkEvents bulk) {
      List<String> ids = bulk.entries().stream().map(one -> one.entry().entryId()).toList();
      calls.add(ids);
      return ids.stream()
          .map(
              id ->
                  new BulkAnswer(
                      id,
                      id.equals(ids.getFirst())
                          ? BulkAnswer.Status.SUCCESS
                          : BulkAnswer.Status.RETRY))
          .toList();
    }
  }

  /** An open circuit breaker. */
  private static final class Open implements Guard {
    @Override
    public <T, E extends Exception> T run(Attempt<T, E> attempt) {
      throw CircuitOpenException.open();
    }
  }

  @BeforeEach
  void register() throws InterruptedException {
    brokers.put("pubsub", broker);
  }

  private static TopicSubscription subscription(String deadLetterTopic) {
    return new TopicSubscription(
        TopicSubscription.Origin.PROGRAMMATIC,
        "",
        "pubsub",
        "orders",
        Map.of(),
        List.of(new Rule(null, "/all")),
        deadLetterTopic,
        BulkSettings.OFF);
  }

  private void bring(Guard guard, String deadLetterTopic) throws Exception {
    new Deliverer(
            subscription(deadLetterTopic),
            app,
            guard,
            new DeadLetters(brokers),
            metrics,
            InstantSource.system())
        .handle(
            new Message(
                "orders", "{\"id\":\"1\"}".getBytes(StandardCharsets.UTF_8), Map.of(), null));
  }

  @Test
  void whatTheApplicationRefusesIsBroughtAgain() throws Exception {
    app.refusals = 2;
    bring(new Tries(3), "dead");
    assertThat(app.calls).hasSize(3);
    assertThat(broker.published).isEmpty();
  }

  @Test
  void whatItRefusesToTheEndIsDeadLetteredOnce() throws Exception {
    app.refusals = 9;
    bring(new Tries(3), "dead");
    assertThat(app.calls).hasSize(3);
    assertThat(broker.published).hasSize(1);
  }

  @Test
  void whatItRefusesToTheEndGoesBackToTheBroker() {
    app.refusals = 9;
    assertThatExceptionOfType(RetryException.class).isThrownBy(() -> bring(new Tries(3), ""));
    assertThat(app.calls).hasSize(3);
  }

  @Test
  void openBreakerSparesTheApplication() {
    assertThatExceptionOfType(RetryException.class).isThrownBy(() -> bring(new Open(), ""));
    assertThat(app.calls).isEmpty();
  }

  @Test
  void ofManyOnlyWhatWasRefusedIsBroughtAgain() throws Exception {
    var deliverer =
        new BulkDeliverer(
            subscription(""),
            app,
            new Tries(2),
            new DeadLetters(brokers),
            metrics,
            InstantSource.system());
    var entries = new ArrayList<BulkEntry>();
    for (String id : List.of("1", "2", "3")) {
      entries.add(new BulkEntry(id, "{}".getBytes(StandardCharsets.UTF_8), Map.of(), null));
    }
    assertThat(deliverer.handle(new BulkMessage("orders", entries, Map.of()))).containsExactly("3");
    assertThat(app.calls).containsExactly(List.of("1", "2", "3"), List.of("2", "3"));
  }
}

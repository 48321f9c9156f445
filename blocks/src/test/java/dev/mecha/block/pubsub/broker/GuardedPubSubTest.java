package dev.mecha.block.pubsub.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mecha.block.pubsub.FakeBroker;
import dev.mecha.block.pubsub.Tries;
import dev.mecha.kernel.resilience.Attempt;
import dev.mecha.kernel.resilience.CircuitOpenException;
import dev.mecha.kernel.resilience.Guard;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.pubsub.BulkEntry;
import dev.mecha.spi.pubsub.BulkPublishRequest;
import dev.mecha.spi.pubsub.FailedEntry;
import dev.mecha.spi.pubsub.PublishRequest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Publishing under the policies for what goes out. */
class GuardedPubSubTest {

  private final FakeBroker engine = new FakeBroker();

  /** Refuses of each call the entries that it is told. */
  private static final class Picky extends ForwardingPubSub {

    private final Deque<Set<String>> refusals = new ArrayDeque<>();
    private final List<List<String>> calls = new ArrayList<>();

    Picky() {
      super(new FakeBroker());
    }

    @Override
    public List<FailedEntry> bulkPublish(BulkPublishRequest request) {
      List<String> ids = request.entries().stream().map(BulkEntry::entryId).toList();
      calls.add(ids);
      Set<String> refused = refusals.isEmpty() ? Set.of() : refusals.poll();
      return ids.stream().filter(refused::contains).map(id -> new FailedEntry(id, "full")).toList();
    }
  }

  /** An open circuit breaker. */
  private static final class Open implements Guard {
    @Override
    public <T, E extends Exception> T run(Attempt<T, E> attempt) {
      throw CircuitOpenException.open();
    }
  }

  private static BulkPublishRequest bulk(String... ids) {
    return new BulkPublishRequest(
        "orders",
        Stream.of(ids).map(id -> new BulkEntry(id, new byte[] {1}, Map.of(), null)).toList(),
        Map.of());
  }

  @Test
  void publishingIsTriedAgainUntilThePoliciesSayThatItIsEnough() throws InterruptedException {
    var guard = new Tries(3);
    var broker = new GuardedPubSub(engine, guard);
    engine.failure = "full";
    assertThatExceptionOfType(ComponentException.class)
        .isThrownBy(() -> broker.publish(PublishRequest.of("orders", new byte[] {1})))
        .withMessage("full");
    assertThat(guard.made).isEqualTo(3);
    engine.failure = null;
    broker.publish(PublishRequest.of("orders", new byte[] {2}));
    assertThat(guard.made).isEqualTo(4);
    assertThat(engine.published).hasSize(1);
  }

  @Test
  void openBreakerIsAFailureOfTheBroker() {
    var broker = new GuardedPubSub(engine, new Open());
    assertThatExceptionOfType(ComponentException.class)
        .isThrownBy(() -> broker.publish(PublishRequest.of("orders", new byte[] {1})))
        .withMessage("circuit breaker is open");
    assertThat(engine.published).isEmpty();
  }

  @Test
  void ofManyOnlyWhatWasNotTakenIsPublishedAgain() throws InterruptedException {
    var picky = new Picky();
    picky.refusals.add(Set.of("1", "3"));
    picky.refusals.add(Set.of("3"));
    assertThat(new GuardedPubSub(picky, new Tries(3)).bulkPublish(bulk("1", "2", "3"))).isEmpty();
    assertThat(picky.calls)
        .containsExactly(List.of("1", "2", "3"), List.of("1", "3"), List.of("3"));
  }

  @Test
  void whatIsNotTakenToTheEndIsNamed() throws InterruptedException {
    var picky = new Picky();
    picky.refusals.add(Set.of("1", "2"));
    picky.refusals.add(Set.of("2"));
    assertThat(new GuardedPubSub(picky, new Tries(2)).bulkPublish(bulk("1", "2", "3")))
        .containsExactly(new FailedEntry("2", "full"));
  }

  @Test
  void openBreakerNamesAll() throws InterruptedException {
    assertThat(new GuardedPubSub(new Picky(), new Open()).bulkPublish(bulk("1", "2")))
        .containsExactly(
            new FailedEntry("1", "circuit breaker is open"),
            new FailedEntry("2", "circuit breaker is open"));
  }
}

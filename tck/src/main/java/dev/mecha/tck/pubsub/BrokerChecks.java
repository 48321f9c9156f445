package dev.mecha.tck.pubsub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mecha.spi.ComponentException;
import dev.mecha.spi.pubsub.PublishRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** The broker goes away and comes back. Needs {@link #broker()}. */
public interface BrokerChecks extends PubSubFixture {

  private BrokerControl control() throws Exception {
    @Nullable BrokerControl broker = broker();
    assumeTrue(broker != null, "the broker cannot be taken away");
    return broker;
  }

  @Test
  default void subscriptionLivesThroughARestartOfTheBroker() throws Exception {
    BrokerControl broker = control();
    Inbox inbox = subscribed(pubSub(), topic("a"));
    publish(topic("a"), "before");
    inbox.awaitOne("before");
    broker.kill();
    broker.start();
    publishUntilTaken("after");
    inbox.awaitOne("after");
  }

  @Test
  default void subscriptionLivesThroughCutConnections() throws Exception {
    BrokerControl broker = control();
    Inbox inbox = subscribed(pubSub(), topic("a"));
    publish(topic("a"), "before");
    inbox.awaitOne("before");
    assumeTrue(broker.cutConnections(), "connections cannot be cut");
    publishUntilTaken("after");
    inbox.awaitOne("after");
  }

  @Test
  default void restartUnderLoadLosesNothing(TestInfo test) throws Exception {
    BrokerControl broker = control();
    Inbox inbox = subscribed(pubSub(), topic("a"));
    var confirmed = new ConcurrentLinkedQueue<String>();
    var stop = new AtomicBoolean();
    Thread publisher = Thread.ofVirtual().start(() -> publishUntil(stop, confirmed));
    for (int i = 1; i <= 2; i++) {
      int enough = i * 100;
      await().atMost(patience()).until(() -> inbox.distinct().size() >= enough);
      broker.kill();
      broker.start();
    }
    stop.set(true);
    assertThat(publisher.join(patience())).isTrue();
    inbox.awaitAll(List.copyOf(confirmed));
    int duplicates = inbox.texts().size() - inbox.distinct().size();
    assertThat(duplicates)
        .as("duplicates of %d messages in %s", confirmed.size(), test.getDisplayName())
        .isLessThan(Math.max(100, confirmed.size()));
  }

  private void publishUntil(AtomicBoolean stop, ConcurrentLinkedQueue<String> confirmed) {
    try {
      for (int i = 0; !stop.get(); i++) {
        String text = "m" + i;
        if (tried(text)) {
          confirmed.add(text);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void publishUntilTaken(String text) {
    await().atMost(patience()).until(() -> tried(text));
  }

  private boolean tried(String text) throws InterruptedException {
    try {
      pubSub().publish(PublishRequest.of(topic("a"), text.getBytes(StandardCharsets.UTF_8)));
      return true;
    } catch (ComponentException e) {
      return false;
    }
  }
}

package dev.mecha.tck.pubsub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mecha.spi.ComponentException;
import dev.mecha.spi.pubsub.PubSub;
import dev.mecha.spi.pubsub.PublishRequest;
import dev.mecha.spi.pubsub.SubscribeRequest;
import dev.mecha.spi.pubsub.Subscription;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How components and subscriptions begin, end and give way. */
public interface PubSubLifeChecks extends PubSubFixture {

  @Test
  default void openComponentAnswersPings() throws InterruptedException {
    pubSub().ping();
    pubSub().ping();
  }

  @Test
  default void closedSubscriptionGetsNothingMore() throws InterruptedException {
    Inbox ended = inbox();
    Subscription subscription = subscribe(pubSub(), topic("a"), ended);
    publish(topic("a"), "one");
    ended.awaitOne("one");
    subscription.close();
    subscription.close();
    Inbox lasting = subscribed(pubSub(), topic("a"));
    publish(topic("a"), "two");
    lasting.awaitOne("two");
    assertThat(ended.texts()).containsExactly("one");
    assertThat(lasting.texts()).containsExactly("two");
  }

  @Test
  default void closingWaitsForTheHandlerAndItsMessageIsDone() throws Exception {
    var entered = new CountDownLatch(1);
    var released = new CountDownLatch(1);
    var left = new CountDownLatch(1);
    Subscription subscription =
        pubSub()
            .subscribe(
                SubscribeRequest.of(topic("a")),
                message -> {
                  entered.countDown();
                  released.await();
                  left.countDown();
                });
    publish(topic("a"), "one");
    await().atMost(patience()).until(() -> entered.getCount() == 0);
    Thread closer = Thread.ofVirtual().start(subscription::close);
    assertThat(closer.join(Duration.ofMillis(200))).as("closed under the handler").isFalse();
    released.countDown();
    assertThat(closer.join(patience())).as("closed behind the handler").isTrue();
    assertThat(left.getCount()).isZero();
    Inbox next = subscribed(pubSub(), topic("a"));
    publish(topic("a"), "two");
    next.awaitOne("two");
    assertThat(next.texts()).containsExactly("two");
  }

  @Test
  default void closingUnderLoadLosesNothing() throws Exception {
    assumeTrue(remembersGroups(), "groups are not remembered");
    Inbox inbox = inbox();
    Subscription subscription = subscribe(pubSub(), topic("a"), inbox);
    List<String> texts = texts("m", 300);
    Thread publisher =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    publish(topic("a"), texts);
                  } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                  }
                });
    for (int i = 1; i <= 3; i++) {
      int enough = i * 50;
      await().atMost(patience()).until(() -> inbox.distinct().size() >= enough);
      subscription.close();
      subscription = subscribe(pubSub(), topic("a"), inbox);
    }
    assertThat(publisher.join(patience())).isTrue();
    inbox.awaitAll(texts);
  }

  @Test
  default void closedComponentRefusesCalls() throws InterruptedException {
    pubSub().close();
    pubSub().close();
    refuses(() -> publish(topic("a"), "one"));
    refuses(() -> subscribe(pubSub(), topic("a"), inbox()));
    refuses(() -> pubSub().ping());
  }

  @Test
  default void endOfTheComponentEndsItsSubscriptions() throws InterruptedException {
    assumeTrue(shared() && remembersGroups(), "components share nothing");
    PubSub ending = open(group("b"));
    Inbox ended = inbox();
    Subscription subscription = subscribe(ending, topic("a"), ended);
    publish(topic("a"), "one");
    ended.awaitOne("one");
    ending.close();
    subscription.close();
    publish(topic("a"), "two");
    subscribed(open(group("b")), topic("a")).awaitExactly(List.of("two"));
    assertThat(ended.texts()).containsExactly("one");
  }

  @Test
  default void publisherThatIsInterruptedDoesNotHang() throws Exception {
    var outcome = new AtomicReference<@Nullable Throwable>();
    Thread thread =
        Thread.ofVirtual()
            .start(
                () -> {
                  Thread.currentThread().interrupt();
                  try {
                    pubSub().publish(PublishRequest.of(topic("a"), new byte[] {1}));
                  } catch (InterruptedException | RuntimeException e) {
                    outcome.set(e);
                  }
                });
    assertThat(thread.join(Duration.ofSeconds(10))).isTrue();
    if (outcome.get() != null) {
      assertThat(outcome.get()).isInstanceOf(InterruptedException.class);
    }
    Inbox inbox = subscribed(pubSub(), topic("b"));
    publish(topic("b"), "still works");
    inbox.awaitOne("still works");
  }

  private static void refuses(Call call) {
    assertThatExceptionOfType(ComponentException.class).isThrownBy(call::run);
  }

  /** A call that may fail. */
  @FunctionalInterface
  interface Call {
    /**
     * @throws InterruptedException if the thread is interrupted
     */
    void run() throws InterruptedException;
  }
}

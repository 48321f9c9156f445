package dev.mecha.tck.pubsub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mecha.spi.pubsub.PubSub;
import dev.mecha.spi.pubsub.SubscribeRequest;
import dev.mecha.spi.pubsub.Subscription;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What a handler did not finish comes again, and what it finished does not. */
public interface RedeliveryChecks extends PubSubFixture {

  @Test
  default void refusedMessageComesAgain() throws InterruptedException {
    assumeTrue(redelivers(), "what is refused is lost");
    Inbox inbox = inbox();
    inbox.refuse(text -> text.equals("stubborn") && inbox.attempts(text) < 3);
    subscribe(pubSub(), topic("a"), inbox);
    publish(topic("a"), "stubborn");
    inbox.awaitOne("stubborn");
    assertThat(inbox.attempts("stubborn")).isEqualTo(3);
    assertThat(inbox.texts()).containsExactly("stubborn");
  }

  @Test
  default void errorsOfAnyKindAreRefusals() throws InterruptedException {
    assumeTrue(redelivers(), "what is refused is lost");
    var attempts = new AtomicInteger();
    var taken = new CountDownLatch(1);
    pubSub()
        .subscribe(
            SubscribeRequest.of(topic("a")),
            message -> {
              switch (attempts.incrementAndGet()) {
                case 1 -> throw new StackOverflowError("of the test");
                case 2 -> throw new InterruptedException("of the test");
                case 3 -> throw new Exception();
                default -> taken.countDown();
              }
            });
    publish(topic("a"), "one");
    await().atMost(patience().multipliedBy(2)).until(() -> taken.getCount() == 0);
    publish(topic("a"), "two");
    await().atMost(patience()).until(() -> attempts.get() >= 5);
  }

  @Test
  default void refusalOfOneDoesNotStopTheOthers() throws InterruptedException {
    assumeTrue(!refusalHoldsBack(), "refused messages hold back those behind them");
    Inbox inbox = inbox().refuse("poison"::equals);
    subscribe(pubSub(), topic("a"), inbox);
    publish(topic("a"), "poison");
    publish(topic("a"), texts("m", 20));
    inbox.awaitAll(texts("m", 20));
    assertThat(inbox.texts()).containsExactlyInAnyOrderElementsOf(texts("m", 20));
  }

  @Test
  default void refusedMessageGoesToAnotherMemberWhenTheFirstEnds() throws InterruptedException {
    assumeTrue(shared() && remembersGroups(), "members share nothing");
    PubSub one = open(group("b"));
    Inbox refusing = inbox().refuse(text -> true);
    subscribe(one, topic("a"), refusing);
    publish(topic("a"), "one", "two");
    await().atMost(patience()).until(() -> refusing.attempts("one") > 0);
    one.close();
    Inbox taking = subscribed(open(group("b")), topic("a"));
    taking.awaitExactly(List.of("one", "two"));
  }

  @Test
  default void refusedMessageComesAgainAfterTheEndOfItsSubscription() throws InterruptedException {
    assumeTrue(remembersGroups(), "groups are not remembered");
    Inbox refusing = inbox().refuse(text -> true);
    Subscription subscription = subscribe(pubSub(), topic("a"), refusing);
    publish(topic("a"), "one");
    await().atMost(patience()).until(() -> refusing.attempts("one") > 0);
    subscription.close();
    subscribed(pubSub(), topic("a")).awaitExactly(List.of("one"));
  }

  @Test
  default void interruptedHandlersMessageComesAgain() throws Exception {
    assumeTrue(remembersGroups(), "groups are not remembered");
    var entered = new CountDownLatch(1);
    var interrupted = new CountDownLatch(1);
    Subscription subscription =
        pubSub()
            .subscribe(
                SubscribeRequest.of(topic("a")),
                message -> {
                  entered.countDown();
                  try {
                    new CountDownLatch(1).await();
                  } catch (InterruptedException e) {
                    interrupted.countDown();
                    throw e;
                  }
                });
    publish(topic("a"), "one");
    await().atMost(patience()).until(() -> entered.getCount() == 0);
    Thread closer =
        Thread.ofVirtual()
            .start(
                () -> {
                  Thread.currentThread().interrupt();
                  subscription.close();
                });
    assertThat(closer.join(patience())).as("the interrupted closer returned").isTrue();
    await().atMost(patience()).until(() -> interrupted.getCount() == 0);
    subscribed(pubSub(), topic("a")).awaitExactly(List.of("one"));
  }
}

package dev.mecha.tck.pubsub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mecha.spi.pubsub.Message;
import dev.mecha.spi.pubsub.PubSub;
import dev.mecha.spi.pubsub.PubSubFeature;
import dev.mecha.spi.pubsub.PublishRequest;
import dev.mecha.spi.pubsub.Subscription;
import dev.mecha.tck.VirtualThreads;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is published arrives, where it has to and as it was. */
public interface DeliveryChecks extends PubSubFixture {

  @Test
  default void messageArrivesWithItsTopic() throws InterruptedException {
    Inbox inbox = subscribed(pubSub(), topic("a"));
    publish(topic("a"), "one");
    assertThat(inbox.awaitOne("one").topic()).isEqualTo(topic("a"));
  }

  @Test
  default void anyBytesArriveUnchanged() throws InterruptedException {
    Inbox inbox = subscribed(pubSub(), topic("a"));
    var payloads = new ArrayList<byte[]>();
    payloads.add(new byte[] {0, 1, -1, -128, 127, '\r', '\n', '"', 0});
    payloads.add("{\"a\":\"Überraschung \uD83D\uDE00\"}".getBytes(StandardCharsets.UTF_8));
    var large = new byte[100 * 1024];
    new Random(7).nextBytes(large);
    payloads.add(large);
    if (acceptsEmpty()) {
      payloads.add(new byte[0]);
    }
    for (byte[] payload : payloads) {
      pubSub().publish(PublishRequest.of(topic("a"), payload));
    }
    await()
        .atMost(patience())
        .untilAsserted(
            () ->
                assertThat(inbox.messages())
                    .extracting(Message::data)
                    .containsExactlyInAnyOrderElementsOf(payloads));
  }

  @Test
  default void metadataOfTheRequestArrives() throws InterruptedException {
    assumeTrue(carriesMetadata(), "metadata does not travel");
    Inbox inbox = subscribed(pubSub(), topic("a"));
    var metadata = Map.of("color", "blue", "note", "äöü \"quoted\"");
    pubSub()
        .publish(
            PublishRequest.of(topic("a"), "one".getBytes(StandardCharsets.UTF_8))
                .withMetadata(metadata));
    assertThat(inbox.awaitOne("one").metadata()).containsAllEntriesOf(metadata);
  }

  @Test
  default void topicsAreApart() throws InterruptedException {
    Inbox left = subscribed(pubSub(), topic("left"));
    Inbox right = subscribed(pubSub(), topic("right"));
    publish(topic("left"), "l1", "l2");
    publish(topic("right"), "r1", "r2");
    publish(topic("lef"), "x");
    left.awaitExactly(List.of("l1", "l2"));
    right.awaitExactly(List.of("r1", "r2"));
  }

  @Test
  default void publishingWithoutSubscribersIsNoError() throws InterruptedException {
    publish(topic("nobody"), "one");
  }

  @Test
  default void messagesComeInTheirOrder() throws InterruptedException {
    assumeTrue(ordered(), "the broker gives no order");
    Inbox inbox = subscribed(pubSub(), topic("a"));
    List<String> texts = texts("m", 200);
    publish(topic("a"), texts);
    inbox.awaitAll(texts);
    assertThat(inbox.texts()).containsExactlyElementsOf(texts);
  }

  @Test
  default void everyGroupGetsEachMessageOnce() throws InterruptedException {
    assumeTrue(shared(), "components share no broker");
    Inbox first = subscribed(open(group("b")), topic("a"));
    Inbox second = subscribed(open(group("c")), topic("a"));
    List<String> texts = texts("m", 50);
    publish(topic("a"), texts);
    first.awaitExactly(texts);
    second.awaitExactly(texts);
  }

  @Test
  default void membersOfAGroupShareItsMessages() throws InterruptedException {
    assumeTrue(shared(), "components share no broker");
    Inbox inbox = inbox();
    PubSub one = open(group("b"));
    PubSub other = open(group("b"));
    subscribe(one, topic("a"), inbox);
    subscribe(other, topic("a"), inbox);
    List<String> texts = texts("m", 100);
    publish(topic("a"), texts);
    inbox.awaitExactly(texts);
  }

  @Test
  default void manyPublishersLoseNothing() throws Exception {
    Inbox inbox = subscribed(pubSub(), topic("a"));
    var texts = new ArrayList<String>();
    for (int thread = 0; thread < 8; thread++) {
      texts.addAll(texts("p" + thread + "-", 50));
    }
    VirtualThreads.run(
        8, thread -> publish(topic("a"), texts.subList(thread * 50, thread * 50 + 50)));
    inbox.awaitExactly(texts);
  }

  @Test
  default void manyTopicsAtOnce() throws InterruptedException {
    var inboxes = new ArrayList<Inbox>();
    for (int i = 0; i < 10; i++) {
      inboxes.add(subscribed(pubSub(), topic("t" + i)));
    }
    for (int i = 0; i < 10; i++) {
      publish(topic("t" + i), texts("m" + i + "-", 5));
    }
    for (int i = 0; i < 10; i++) {
      inboxes.get(i).awaitExactly(texts("m" + i + "-", 5));
    }
  }

  @Test
  default void patternFindsTheTopicsThatBeginAlike() throws InterruptedException {
    requires(PubSubFeature.SUBSCRIBE_WILDCARDS);
    Inbox inbox = subscribed(pubSub(), pattern(topic("w")));
    publish(below(topic("w"), "x"), "one");
    publish(below(topic("w"), "y"), "two");
    publish(topic("v"), "other");
    assertThat(inbox.awaitOne("one").topic()).isEqualTo(below(topic("w"), "x"));
    assertThat(inbox.awaitOne("two").topic()).isEqualTo(below(topic("w"), "y"));
    assertThat(inbox.texts()).containsExactlyInAnyOrder("one", "two");
  }

  @Test
  default void groupGetsWhatCameWhileItWasAway() throws InterruptedException {
    assumeTrue(remembersGroups(), "groups are not remembered");
    Inbox inbox = inbox();
    Subscription subscription = subscribe(pubSub(), topic("a"), inbox);
    publish(topic("a"), "one");
    inbox.awaitOne("one");
    subscription.close();
    publish(topic("a"), texts("m", 20));
    subscribe(pubSub(), topic("a"), inbox);
    inbox.awaitAll(texts("m", 20));
    assertThat(inbox.texts()).containsOnlyOnce("one");
  }

  @Test
  default void expiredMessageIsNotDelivered() throws InterruptedException {
    requires(PubSubFeature.MESSAGE_TTL);
    assumeTrue(remembersGroups(), "groups are not remembered");
    Inbox inbox = inbox();
    Subscription subscription = subscribe(pubSub(), topic("a"), inbox);
    subscription.close();
    var brief = PublishRequest.of(topic("a"), "brief".getBytes(StandardCharsets.UTF_8));
    pubSub().publish(brief.withMetadata(Map.of("ttlInSeconds", "1")));
    if (honoursClock()) {
      clock().advance(Duration.ofSeconds(2));
    } else {
      await().pollDelay(Duration.ofSeconds(2)).until(() -> true);
    }
    publish(topic("a"), "lasting");
    subscribe(pubSub(), topic("a"), inbox);
    inbox.awaitOne("lasting");
    assertThat(inbox.texts()).containsExactly("lasting");
  }
}

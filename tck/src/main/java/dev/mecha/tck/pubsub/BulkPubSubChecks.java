package dev.mecha.tck.pubsub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mecha.spi.ComponentException;
import dev.mecha.spi.pubsub.BulkEntry;
import dev.mecha.spi.pubsub.BulkOptions;
import dev.mecha.spi.pubsub.BulkPublishRequest;
import dev.mecha.spi.pubsub.PubSubFeature;
import dev.mecha.spi.pubsub.SubscribeRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** Many messages at once. */
public interface BulkPubSubChecks extends PubSubFixture {

  private static BulkEntry entry(String text, Map<String, String> metadata) {
    return new BulkEntry(
        "id-" + text, text.getBytes(StandardCharsets.UTF_8), metadata, "text/plain");
  }

  @Test
  default void bulkOfMessagesArrives() throws InterruptedException {
    Inbox inbox = subscribed(pubSub(), topic("a"));
    List<String> texts = texts("m", 100);
    var entries = texts.stream().map(text -> entry(text, Map.of())).toList();
    assertThat(pubSub().bulkPublish(new BulkPublishRequest(topic("a"), entries, Map.of())))
        .isEmpty();
    inbox.awaitExactly(texts);
    if (ordered()) {
      assertThat(inbox.texts()).containsExactlyElementsOf(texts);
    }
  }

  @Test
  default void emptyBulkIsNoError() throws InterruptedException {
    assertThat(pubSub().bulkPublish(new BulkPublishRequest(topic("a"), List.of(), Map.of())))
        .isEmpty();
  }

  @Test
  default void metadataOfAnEntryGoesBeforeThatOfTheBulk() throws InterruptedException {
    assumeTrue(carriesMetadata(), "metadata does not travel");
    Inbox inbox = subscribed(pubSub(), topic("a"));
    var entries = List.of(entry("own", Map.of("color", "red")), entry("common", Map.of()));
    pubSub()
        .bulkPublish(
            new BulkPublishRequest(topic("a"), entries, Map.of("color", "blue", "size", "small")));
    assertThat(inbox.awaitOne("own").metadata())
        .containsEntry("color", "red")
        .containsEntry("size", "small");
    assertThat(inbox.awaitOne("common").metadata()).containsEntry("color", "blue");
  }

  @Test
  default void bulkSubscriptionIsGivenOrRefused() throws InterruptedException {
    var request = SubscribeRequest.of(topic("a"));
    var options = new BulkOptions(10, Duration.ofMillis(100));
    if (pubSub().features().contains(PubSubFeature.BULK_SUBSCRIBE)) {
      pubSub().bulkSubscribe(request, options, message -> Set.of()).close();
    } else {
      assertThatExceptionOfType(ComponentException.class)
          .isThrownBy(() -> pubSub().bulkSubscribe(request, options, message -> Set.of()));
    }
  }

  @Test
  default void bulkSubscriberGetsAllAndAgainWhatItRefused() throws InterruptedException {
    requires(PubSubFeature.BULK_SUBSCRIBE);
    var taken = new ConcurrentLinkedQueue<String>();
    Set<String> refused = ConcurrentHashMap.newKeySet();
    pubSub()
        .bulkSubscribe(
            SubscribeRequest.of(topic("a")),
            new BulkOptions(10, Duration.ofMillis(200)),
            message -> {
              assertThat(message.entries()).hasSizeBetween(1, 10);
              assertThat(message.topic()).isEqualTo(topic("a"));
              var again = new HashSet<String>();
              for (BulkEntry entry : message.entries()) {
                String text = new String(entry.data(), StandardCharsets.UTF_8);
                if (text.endsWith("3") && refused.add(text)) {
                  again.add(entry.entryId());
                } else {
                  taken.add(text);
                }
              }
              return again;
            });
    List<String> texts = texts("m", 35);
    publish(topic("a"), texts);
    await()
        .atMost(patience())
        .untilAsserted(() -> assertThat(new HashSet<>(taken)).containsAll(texts));
    assertThat(refused).containsExactlyInAnyOrder("m3", "m13", "m23", "m33");
  }
}

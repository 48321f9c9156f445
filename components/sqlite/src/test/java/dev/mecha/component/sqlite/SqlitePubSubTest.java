package dev.mecha.component.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.pubsub.PubSub;
import dev.mecha.spi.pubsub.PublishRequest;
import dev.mecha.spi.pubsub.SubscribeRequest;
import dev.mecha.tck.PubSubTck;
import dev.mecha.tck.pubsub.Inbox;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SqlitePubSubTest extends PubSubTck {

  @Override
  public ComponentProvider<PubSub> provider() {
    return new SqlitePubSub.Provider();
  }

  @Override
  protected Map<String, String> metadata() {
    return Map.of(
        "concurrency", "1",
        "redeliverInterval", "100ms",
        "processingTimeout", "1s",
        "cleanupInterval", "200ms");
  }

  @Override
  public boolean honoursClock() {
    return true;
  }

  @Test
  void groupThatComesLaterGetsWhatWasThere() throws InterruptedException {
    publish(topic("a"), texts("m", 5));
    subscribed(open(group("late")), topic("a")).awaitExactly(texts("m", 5));
  }

  @Test
  void handlerThatTakesLongKeepsItsMessage() throws Exception {
    var attempts = new AtomicInteger();
    var release = new CountDownLatch(1);
    pubSub()
        .subscribe(
            SubscribeRequest.of(topic("a")),
            message -> {
              attempts.incrementAndGet();
              release.await();
            });
    publish(topic("a"), "slow");
    await().until(() -> attempts.get() == 1);
    Inbox other = subscribed(open(group("a")), topic("a"));
    await().pollDelay(Duration.ofSeconds(3)).until(() -> attempts.get() == 1);
    assertThat(other.attempts("slow")).isZero();
    release.countDown();
  }

  /** As when a taking ran into a time-out, or what became of a message could not be written. */
  @Test
  void messageThatNobodyHasComesAgainThoughTheComponentIsBusy() throws Exception {
    var release = new CountDownLatch(1);
    pubSub().subscribe(SubscribeRequest.of(topic("a")), message -> release.await());
    Inbox inbox = subscribed(pubSub(), topic("b"));
    publish(topic("a"), "slow");
    try (Connection file =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("home/pubsub.db"));
        Statement sql = file.createStatement()) {
      await()
          .until(
              () ->
                  sql.executeQuery(
                          "SELECT 1 FROM pubsub_claims WHERE topic = '%s'".formatted(topic("a")))
                      .next());
      sql.execute("PRAGMA busy_timeout = 10000");
      sql.execute("BEGIN IMMEDIATE");
      sql.execute(
          "INSERT INTO pubsub_messages (topic, data, published) VALUES ('%s', 'left', 0)"
              .formatted(topic("b")));
      sql.execute(
          "INSERT INTO pubsub_claims SELECT '%s', name, last_insert_rowid(), owner, due, 0 FROM pubsub_claims"
              .formatted(topic("b")));
      sql.execute("UPDATE pubsub_groups SET position = last_insert_rowid()");
      sql.execute("COMMIT");
    }
    inbox.awaitOne("left");
    release.countDown();
  }

  @Test
  void othersAreWokenAtOnce() throws InterruptedException {
    Inbox inbox = subscribed(open(group("b")), topic("a"));
    publish(topic("a"), "warm");
    inbox.awaitOne("warm");
    long begin = System.nanoTime();
    for (int i = 0; i < 20; i++) {
      publish(topic("a"), "m" + i);
      String text = "m" + i;
      await()
          .pollInterval(Duration.ofMillis(1))
          .pollDelay(Duration.ZERO)
          .until(() -> inbox.attempts(text) > 0);
    }
    // Without a bell each of them would wait for the look once a second.
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void consumedMessagesAreRemoved() throws Exception {
    Inbox inbox = subscribed(pubSub(), topic("a"));
    publish(topic("a"), texts("m", 50));
    inbox.awaitAll(texts("m", 50));
    await()
        .atMost(patience())
        .untilAsserted(
            () -> {
              Inbox late = subscribed(open(group("late" + System.nanoTime())), topic("a"));
              publish(topic("a"), "marker");
              late.awaitOne("marker");
              assertThat(late.texts()).doesNotContain("m0");
            });
  }

  @Test
  void metadataOfAnyKindIsKept() throws InterruptedException {
    Inbox inbox = subscribed(pubSub(), topic("a"));
    var metadata = Map.of("", "empty name", "name", "", "nul\0", "\uD83D\uDE00");
    pubSub()
        .publish(new PublishRequest(topic("a"), new byte[] {'x'}, metadata, "application/json"));
    assertThat(inbox.awaitOne("x").metadata()).isEqualTo(metadata);
    assertThat(inbox.awaitOne("x").contentType()).isEqualTo("application/json");
    assertThat(List.copyOf(inbox.texts())).containsExactly("x");
  }
}

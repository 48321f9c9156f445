package dev.mecha.tck.pubsub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mecha.spi.pubsub.Message;
import dev.mecha.spi.pubsub.MessageHandler;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * A handler that remembers what it took, and fails when it is told to. Texts tell messages apart.
 */
public final class Inbox implements MessageHandler {

  private final Queue<Message> taken = new ConcurrentLinkedQueue<>();
  private final ConcurrentHashMap<String, AtomicInteger> attempts = new ConcurrentHashMap<>();
  private final Duration patience;
  private volatile Predicate<String> failing = text -> false;

  /**
   * @param patience how long to wait for what has to come
   */
  public Inbox(Duration patience) {
    this.patience = patience;
  }

  /**
   * @param message a message
   * @return its bytes as text
   */
  public static String text(Message message) {
    return new String(message.data(), StandardCharsets.UTF_8);
  }

  @Override
  public void handle(Message message) {
    String text = text(message);
    attempts.computeIfAbsent(text, key -> new AtomicInteger()).incrementAndGet();
    if (failing.test(text)) {
      throw new IllegalStateException("the test refuses " + text);
    }
    taken.add(message);
  }

  /**
   * From now on refuses messages.
   *
   * @param which by their text, asked anew for every delivery
   * @return this
   */
  public Inbox refuse(Predicate<String> which) {
    failing = which;
    return this;
  }

  /**
   * @param text of a message
   * @return how often it was delivered, refusals included
   */
  public int attempts(String text) {
    AtomicInteger count = attempts.get(text);
    return count == null ? 0 : count.get();
  }

  /**
   * @return all deliveries that were taken, duplicates included, in their order
   */
  public List<Message> messages() {
    return List.copyOf(taken);
  }

  /**
   * @return the texts of all deliveries that were taken, duplicates included, in their order
   */
  public List<String> texts() {
    return taken.stream().map(Inbox::text).toList();
  }

  /**
   * @return the texts without duplicates, in the order of their first delivery
   */
  public Set<String> distinct() {
    return new LinkedHashSet<>(texts());
  }

  /**
   * Waits until all of some messages came at least once.
   *
   * @param texts theirs
   */
  public void awaitAll(Collection<String> texts) {
    await()
        .atMost(patience)
        .pollInterval(Duration.ofMillis(10))
        .untilAsserted(() -> assertThat(distinct()).containsAll(texts));
  }

  /**
   * Waits until some messages came, and checks that nothing else did.
   *
   * @param texts theirs, each once, in any order
   */
  public void awaitExactly(Collection<String> texts) {
    awaitAll(texts);
    assertThat(texts()).containsExactlyInAnyOrderElementsOf(texts);
  }

  /**
   * Waits for a message.
   *
   * @param text its text
   * @return its first delivery
   */
  public Message awaitOne(String text) {
    awaitAll(List.of(text));
    return taken.stream().filter(message -> text(message).equals(text)).findFirst().orElseThrow();
  }
}

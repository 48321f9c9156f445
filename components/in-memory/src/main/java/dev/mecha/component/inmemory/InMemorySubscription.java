package dev.mecha.component.inmemory;

import dev.mecha.spi.ComponentException;
import dev.mecha.spi.pubsub.Message;
import dev.mecha.spi.pubsub.MessageHandler;
import dev.mecha.spi.pubsub.Subscription;
import dev.mecha.spi.time.Time;
import java.time.Duration;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One subscriber with its mailbox and the thread that empties it, one message after the other. */
final class InMemorySubscription implements Subscription {

  private static final Logger LOG = LoggerFactory.getLogger(InMemorySubscription.class);

  private static final int CAPACITY = 10_000;
  private static final Duration ROOM_PATIENCE = Duration.ofSeconds(10);

  private final String pattern;
  private final MessageHandler handler;
  private final Time time;
  private final Consumer<InMemorySubscription> onClose;
  private final Mailbox mailbox = new Mailbox(CAPACITY);
  private final Thread worker;

  InMemorySubscription(
      String pattern, MessageHandler handler, Time time, Consumer<InMemorySubscription> onClose) {
    this.pattern = pattern;
    this.handler = handler;
    this.time = time;
    this.onClose = onClose;
    this.worker = Thread.ofVirtual().name("in-memory " + pattern).unstarted(this::work);
  }

  InMemorySubscription start() {
    worker.start();
    return this;
  }

  /** A pattern that ends in an asterisk finds what begins like it and is longer. */
  boolean matches(String topic) {
    if (!pattern.endsWith("*")) {
      return pattern.equals(topic);
    }
    String prefix = pattern.substring(0, pattern.length() - 1);
    return pattern.equals(topic) || (topic.startsWith(prefix) && topic.length() > prefix.length());
  }

  void deliver(Message message) throws InterruptedException {
    if (!mailbox.offer(() -> time.held(() -> handle(message)), ROOM_PATIENCE)) {
      throw new ComponentException(
          "a subscriber of " + pattern + " is " + CAPACITY + " messages behind");
    }
  }

  private void work() {
    try {
      for (Runnable work = mailbox.take(); work != null; work = mailbox.take()) {
        work.run();
      }
    } catch (InterruptedException e) {
      // Closed by somebody who does not wait.
    }
  }

  @SuppressWarnings("InterruptedExceptionSwallowed") // One of the handler's own is a refusal.
  private void handle(Message message) {
    try {
      handler.handle(message);
    } catch (Throwable e) {
      String reason = String.valueOf(e);
      LOG.error("A message of topic {} is lost, since it was refused: {}", message.topic(), reason);
    }
  }

  @Override
  public void close() {
    onClose.accept(this);
    mailbox.close();
    try {
      worker.join();
    } catch (InterruptedException e) {
      worker.interrupt();
      Thread.currentThread().interrupt();
    }
  }
}

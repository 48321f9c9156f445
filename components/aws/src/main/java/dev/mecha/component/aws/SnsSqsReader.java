package dev.mecha.component.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mecha.component.support.Handlers;
import dev.mecha.spi.pubsub.MessageHandler;
import dev.mecha.spi.pubsub.Subscription;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/**
 * Reads the queue of a group, in which the messages of all its topics are, and hands each to a
 * subscription of its topic. It takes no more than can be handled at once, and reads only while
 * there are subscriptions. A message that is not done with comes again when its visibility timeout
 * ends.
 */
final class SnsSqsReader {

  private static final Logger LOG = LoggerFactory.getLogger(SnsSqsReader.class);
  private static final Duration PAUSE = Duration.ofSeconds(2);

  private final SqsQueue queue;
  private final SnsSqsSettings settings;
  private final Semaphore slots;
  private final Map<String, List<Listener>> listeners = new ConcurrentHashMap<>();
  private @Nullable Thread reader;

  /**
   * @param queue of the group
   * @param settings how it is read
   */
  SnsSqsReader(SqsQueue queue, SnsSqsSettings settings) {
    this.queue = queue;
    this.settings = settings;
    this.slots = new Semaphore(settings.concurrency());
  }

  /** One subscription. */
  private final class Listener implements Subscription {

    private final String name;
    private final String topic;
    private final MessageHandler handler;
    private final Handlers handlers;

    Listener(String name, String topic, MessageHandler handler) {
      this.name = name;
      this.topic = topic;
      this.handler = handler;
      this.handlers = new Handlers("sns-" + topic, settings.concurrency());
    }

    /** With the slot that the message has, which is free again afterwards. */
    boolean start(Message message, byte[] data) throws InterruptedException {
      return handlers.start(
          () -> {
            try {
              handle(message, data);
            } finally {
              slots.release();
            }
          });
    }

    private void handle(Message message, byte[] data) {
      try {
        handler.handle(new dev.mecha.spi.pubsub.Message(topic, data, Map.of(), null));
      } catch (InterruptedException e) {
        queue.giveBack(message);
        return;
      } catch (Exception | Error e) {
        LOG.debug("message {} of topic {} is not done with", message.messageId(), topic, e);
        return;
      }
      queue.done(message);
    }

    @Override
    public void close() {
      handlers.stop();
      remove(this);
      handlers.close();
    }
  }

  /**
   * Begins to hand over the messages of a topic.
   *
   * @param name of the topic in the cloud
   * @param topic what the application calls it
   * @param handler gets its messages
   * @return what ends that
   */
  synchronized Subscription add(String name, String topic, MessageHandler handler) {
    var listener = new Listener(name, topic, handler);
    listeners.computeIfAbsent(name, _ -> new CopyOnWriteArrayList<>()).add(listener);
    if (reader == null) {
      reader = Thread.ofVirtual().name("sqs-" + queue).start(this::run);
    }
    return listener;
  }

  private void remove(Listener listener) {
    Thread last = null;
    synchronized (this) {
      listeners.computeIfPresent(
          listener.name,
          (_, all) -> {
            all.remove(listener);
            return all.isEmpty() ? null : all;
          });
      if (listeners.isEmpty() && reader != null) {
        last = reader;
        reader = null;
        last.interrupt();
      }
    }
    if (last != null) {
      try {
        last.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Ends all subscriptions. */
  void close() {
    listeners.values().stream().flatMap(List::stream).toList().forEach(Listener::close);
  }

  private void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        slots.acquire();
        int most = 1;
        while (most < settings.mostAtOnce() && slots.tryAcquire()) {
          most++;
        }
        List<Message> messages = List.of();
        try {
          messages = queue.receive(most, settings.waitSeconds(), settings.visibilitySeconds());
        } catch (RuntimeException e) {
          LOG.error("{}", e.getMessage());
          TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
        } finally {
          slots.release(most - messages.size());
        }
        dispatch(messages);
      }
    } catch (InterruptedException e) {
      // The last subscription has ended.
    }
  }

  private void dispatch(List<Message> messages) {
    for (Message message : messages) {
      boolean started = false;
      try {
        started = start(message);
      } catch (InterruptedException e) {
        queue.giveBack(message);
        Thread.currentThread().interrupt();
      } catch (RuntimeException e) {
        LOG.error("message {} of queue {}: {}", message.messageId(), queue, e.getMessage());
      } finally {
        if (!started) {
          slots.release();
        }
      }
    }
  }

  private boolean start(Message message) throws InterruptedException {
    int receipts =
        Integer.parseInt(
            message
                .attributes()
                .getOrDefault(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT, "1"));
    if (receipts >= settings.retryLimit()
        && settings.deadLetters() == null
        && !settings.keepsForEver()) {
      LOG.error(
          "message {} of queue {} received {} times (messageRetryLimit: {}): it is removed",
          message.messageId(),
          queue,
          receipts,
          settings.retryLimit());
      queue.done(message);
      return false;
    }
    Document envelope = Document.of(message.body().getBytes(UTF_8), "not sent by a topic");
    String arn = String.valueOf(envelope.text("TopicArn"));
    String data = envelope.text("Message");
    Listener listener = listener(arn.substring(arn.lastIndexOf(':') + 1));
    if (listener == null) {
      LOG.warn("queue {} has a message of topic {}, which nobody asked for", queue, arn);
      return false;
    }
    boolean started = listener.start(message, data == null ? new byte[0] : data.getBytes(UTF_8));
    if (!started) {
      queue.giveBack(message);
    }
    return started;
  }

  /** Several subscriptions of a topic share its messages. */
  private @Nullable Listener listener(String name) {
    List<Listener> all = listeners.getOrDefault(name, List.of());
    Listener[] now = all.toArray(new Listener[0]);
    return now.length == 0 ? null : now[ThreadLocalRandom.current().nextInt(now.length)];
  }
}

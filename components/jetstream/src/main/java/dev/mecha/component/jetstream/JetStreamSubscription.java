package dev.mecha.component.jetstream;

import dev.mecha.component.support.Handlers;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.pubsub.MessageHandler;
import dev.mecha.spi.pubsub.Subscription;
import io.nats.client.Message;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.DeliverPolicy;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One subscriber. The server sends to a subject of the consumer's own; a thread reads there and
 * hands each message to a virtual thread.
 */
final class JetStreamSubscription implements Subscription {

  private static final Logger LOG = LoggerFactory.getLogger(JetStreamSubscription.class);
  private static final Duration TURN = Duration.ofMillis(100);
  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final int MANY = 1000;
  private static final int FLOW_CONTROL = 100;

  private final Server server;
  private final JetStreamSettings settings;
  private final String streamName;
  private final String topic;
  private final MessageHandler handler;
  private final Consumer<JetStreamSubscription> onClose;
  private final Handlers handlers;
  private final Thread reader;
  private final ConsumerInfo consumer;
  private final io.nats.client.Subscription inbox;
  private volatile long last;

  /**
   * Begins to consume.
   *
   * @throws ComponentException if the server refuses or does not answer
   * @throws InterruptedException if the calling thread is interrupted
   */
  JetStreamSubscription(
      Server server,
      JetStreamSettings settings,
      String topic,
      MessageHandler handler,
      Consumer<JetStreamSubscription> onClose)
      throws InterruptedException {
    this.server = server;
    this.settings = settings;
    this.topic = topic;
    this.handler = handler;
    this.onClose = onClose;
    this.handlers = new Handlers("jetstream-handler " + topic, settings.parallel() ? MANY : 1);
    this.streamName = settings.stream().isEmpty() ? server.streamOf(topic) : settings.stream();
    ConsumerConfiguration wanted = plan();
    this.inbox = listen(Objects.requireNonNull(wanted.getDeliverSubject()));
    this.consumer = create(wanted);
    this.reader = Thread.ofPlatform().daemon().name("jetstream-reader").unstarted(this::read);
  }

  JetStreamSubscription start() {
    reader.start();
    return this;
  }

  private io.nats.client.Subscription listen(String subject) {
    String group = settings.consumer().group();
    return group.isEmpty()
        ? server.connection().subscribe(subject)
        : server.connection().subscribe(subject, group);
  }

  /**
   * A durable consumer has one topic: further topics of the component get one each, with the topic
   * behind the name. Members of a group find each other by the subject that the first of them
   * chose.
   */
  private ConsumerConfiguration plan() throws InterruptedException {
    ConsumerPlan plan = settings.consumer();
    String name = plan.durable();
    if (name.isEmpty()) {
      return plan.configuration(topic, "", server.connection().createInbox());
    }
    ConsumerInfo there = server.consumer(streamName, name);
    if (there != null && !topic.equals(there.getConsumerConfiguration().getFilterSubject())) {
      name = name + "-" + topic.replaceAll("[.*>\\s/\\\\]", "_");
      there = server.consumer(streamName, name);
    }
    String subject = there == null ? null : there.getConsumerConfiguration().getDeliverSubject();
    if (there != null && subject != null && plan.group().isEmpty() && there.isPushBound()) {
      throw new ComponentException(
          "consumer " + name + " is in use (to share its messages set queueGroupName)");
    }
    String own = "_INBOX.mecha." + streamName + "." + name;
    return plan.configuration(topic, name, subject == null || subject.isEmpty() ? own : subject);
  }

  private ConsumerInfo create(ConsumerConfiguration wanted) throws InterruptedException {
    boolean created = false;
    try {
      ConsumerInfo info = server.put(streamName, wanted);
      created = true;
      return info;
    } finally {
      if (!created) {
        inbox.unsubscribe();
      }
    }
  }

  /** After a new connection: a server that was away may have forgotten the consumer. */
  void check() {
    try {
      if (handlers.isClosed() || server.consumer(streamName, consumer.getName()) != null) {
        return;
      }
      var again = ConsumerConfiguration.builder(consumer.getConsumerConfiguration());
      if (last > 0) {
        again.deliverPolicy(DeliverPolicy.ByStartSequence).startSequence(last + 1);
      }
      var _ = server.put(streamName, again.build());
      LOG.info("The consumer of {} was gone and is made anew", topic);
    } catch (ComponentException e) {
      LOG.warn("The consumer of {} is not there: {}", topic, e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @SuppressWarnings("InterruptedExceptionSwallowed") // Only close() interrupts this thread.
  private void read() {
    try {
      while (!handlers.isClosed()) {
        Message message = inbox.nextMessage(TURN);
        if (message != null) {
          take(message);
        }
      }
      for (Message left = inbox.nextMessage(Duration.ofMillis(1));
          left != null;
          left = inbox.nextMessage(Duration.ofMillis(1))) {
        refuse(left, Duration.ZERO);
      }
    } catch (InterruptedException | IllegalStateException e) {
      LOG.trace("closed", e);
    }
  }

  private void take(Message message) throws InterruptedException {
    if (message.isStatusMessage()) {
      answer(message);
    } else if (message.isJetStream()) {
      boolean taken = false;
      try {
        taken = handlers.start(() -> process(message));
      } finally {
        if (!taken) {
          refuse(message, Duration.ZERO);
        }
      }
    }
  }

  /** The server asks how far the sidecar is, by its own message or in a heartbeat. */
  private void answer(Message status) {
    if (status.getStatus().getCode() != FLOW_CONTROL) {
      return;
    }
    @Nullable String reply = status.getReplyTo();
    if (reply == null && status.hasHeaders()) {
      reply = status.getHeaders().getFirst("Nats-Consumer-Stalled");
    }
    if (reply != null) {
      server.connection().publish(reply, new byte[0]);
    }
  }

  @SuppressWarnings("InterruptedExceptionSwallowed") // One of the handler's own is a refusal.
  private void process(Message message) {
    try {
      last = Math.max(last, message.metaData().streamSequence());
      handler.handle(
          new dev.mecha.spi.pubsub.Message(
              message.getSubject(),
              message.getData(),
              Map.of("Topic", message.getSubject()),
              null));
      boolean _ = Thread.interrupted(); // Not for the connection.
      if (settings.consumer().acknowledges()) {
        message.ack();
      }
    } catch (Throwable e) {
      LOG.debug("A message of {} is not done with", topic, e);
      boolean _ = Thread.interrupted();
      Duration wait = settings.consumer().ackWait();
      refuse(message, wait.isZero() ? PAUSE : wait);
    }
  }

  private void refuse(Message message, Duration pause) {
    if (!settings.consumer().acknowledges() || message.isStatusMessage()) {
      return;
    }
    try {
      if (pause.isZero() || handlers.isClosed()) {
        message.nak();
      } else {
        message.nakWithDelay(pause);
      }
    } catch (IllegalStateException e) {
      LOG.debug("A message of {} comes again later", topic, e);
    }
  }

  @Override
  public void close() {
    onClose.accept(this);
    handlers.stop();
    try {
      reader.join();
    } catch (InterruptedException e) {
      reader.interrupt();
      Thread.currentThread().interrupt();
    }
    handlers.close();
    try {
      inbox.unsubscribe();
    } catch (IllegalStateException e) {
      LOG.trace("closed before", e);
    }
  }
}

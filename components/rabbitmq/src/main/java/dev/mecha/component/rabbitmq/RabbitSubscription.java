package dev.mecha.component.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.ShutdownSignalException;
import dev.mecha.component.support.Handlers;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.pubsub.Subscription;
import java.io.IOException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One consumer of a queue on a channel of its own. A thread of its own makes the channel anew when
 * it was lost; the broker delivers again what was not acknowledged on it.
 */
final class RabbitSubscription implements Subscription {

  private static final Logger LOG = LoggerFactory.getLogger(RabbitSubscription.class);

  /** Before a refused message goes back: it would come again at once. */
  private static final Duration PAUSE = Duration.ofMillis(100);

  private static final int MANY = 10_000;

  /** How many are under way to a subscription that processes one at a time and says nothing. */
  private static final int FEW = 100;

  private final Consumption plan;
  private final Broker broker;
  private final Taker taker;
  private final Handlers handlers;
  private final Consumer<RabbitSubscription> onClose;
  private final CountDownLatch ending = new CountDownLatch(1);
  private final Thread keeper;
  private volatile @Nullable Line line;

  /** Brings a message to the application. */
  @FunctionalInterface
  interface Taker {

    /**
     * @param properties of the message
     * @param body its bytes
     * @throws Exception if the application has not taken it
     */
    void take(AMQP.BasicProperties properties, byte[] body) throws Exception;
  }

  /** A channel with a consumer on it. */
  private record Line(Channel channel, String tag, CountDownLatch lost) {}

  RabbitSubscription(
      Consumption plan, Broker broker, Taker taker, Consumer<RabbitSubscription> onClose) {
    this.plan = plan;
    this.broker = broker;
    this.taker = taker;
    this.handlers = new Handlers("rabbitmq-handler " + plan.queue(), plan.parallel() ? MANY : 1);
    this.onClose = onClose;
    this.keeper = Thread.ofPlatform().daemon().name("rabbitmq-keeper").unstarted(this::keep);
  }

  /**
   * Begins to consume.
   *
   * @throws ComponentException if the broker refuses or cannot be reached
   * @throws InterruptedException if the calling thread is interrupted
   */
  RabbitSubscription start() throws InterruptedException {
    line = open();
    keeper.start();
    return this;
  }

  private Line open() throws InterruptedException {
    Channel channel = broker.channel();
    boolean open = false;
    try {
      Line opened = broker.call(() -> consume(channel));
      open = true;
      return opened;
    } finally {
      if (!open) {
        Broker.drop(channel);
      }
    }
  }

  private Line consume(Channel channel) throws IOException {
    plan.declaration().declare(channel);
    int prefetch = plan.prefetch();
    if (prefetch == 0 && !plan.parallel()) {
      prefetch = FEW;
    }
    if (prefetch > 0) {
      channel.basicQos(prefetch);
    }
    var lost = new CountDownLatch(1);
    String tag = tag(plan.queue() + "-" + UUID.randomUUID());
    channel.basicConsume(plan.queue(), plan.autoAck(), tag, new Receiver(channel, lost));
    return new Line(channel, tag, lost);
  }

  /** The protocol allows 255 bytes; what makes it unique is at the end. */
  private static String tag(String whole) {
    return whole.length() <= 255 ? whole : whole.substring(whole.length() - 255);
  }

  @SuppressWarnings("InterruptedExceptionSwallowed") // Only close() interrupts this thread.
  private void keep() {
    try {
      while (!handlers.isClosed()) {
        Line current = line;
        if (current != null) {
          current.lost.await();
          Broker.drop(current.channel);
          line = null;
        }
        mend();
      }
    } catch (InterruptedException e) {
      LOG.trace("closed", e);
    }
  }

  private void mend() throws InterruptedException {
    Duration pause = broker.reconnectWait();
    if (handlers.isClosed() || ending.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
      return;
    }
    try {
      line = open();
    } catch (ComponentException e) {
      LOG.warn("The queue {} cannot be consumed: {}", plan.queue(), e.getMessage());
    }
  }

  /** Called by the driver, on a thread that may wait. */
  private final class Receiver extends DefaultConsumer {

    private final CountDownLatch lost;

    Receiver(Channel channel, CountDownLatch lost) {
      super(channel);
      this.lost = lost;
    }

    @Override
    public void handleDelivery(
        String tag, Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
      try {
        handlers.start(() -> process(getChannel(), envelope, properties, body));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void handleCancel(String tag) {
      LOG.warn("The queue {} is gone", plan.queue());
      lost.countDown();
    }

    @Override
    public void handleShutdownSignal(String tag, ShutdownSignalException signal) {
      if (!handlers.isClosed()) {
        LOG.warn("The queue {} is not consumed: {}", plan.queue(), Broker.reason(signal));
      }
      lost.countDown();
    }
  }

  private void process(
      Channel channel, Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
    boolean done = handled(properties, body);
    if (plan.autoAck()) {
      return;
    }
    try {
      if (done) {
        channel.basicAck(envelope.getDeliveryTag(), false);
      } else {
        if (plan.requeue()) {
          var _ = ending.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        }
        channel.basicNack(envelope.getDeliveryTag(), false, plan.requeue());
      }
    } catch (IOException | ShutdownSignalException e) {
      LOG.debug("A message of {} comes again: {}", plan.queue(), Broker.reason(e));
    } catch (InterruptedException e) {
      LOG.debug("A message of {} comes again when its channel is closed", plan.queue());
    }
  }

  /** An interrupt that the handler left behind is not for the channel. */
  @SuppressWarnings("InterruptedExceptionSwallowed") // One of the handler's own is a refusal.
  private boolean handled(AMQP.BasicProperties properties, byte[] body) {
    try {
      taker.take(properties, body);
      return true;
    } catch (Throwable e) {
      LOG.debug("A message of {} is not done with", plan.queue(), e);
      return false;
    } finally {
      boolean _ = Thread.interrupted();
    }
  }

  @Override
  public void close() {
    handlers.stop();
    onClose.accept(this);
    ending.countDown();
    keeper.interrupt();
    Line last = line;
    if (last != null) {
      cancel(last);
    }
    handlers.close();
    if (last != null) {
      close(last.channel);
    }
  }

  private void cancel(Line last) {
    try {
      last.channel.basicCancel(last.tag);
    } catch (IOException | ShutdownSignalException e) {
      LOG.debug("The consumer of {} was gone already: {}", plan.queue(), Broker.reason(e));
    }
  }

  /** What was delivered and not acknowledged goes back to the queue with it. */
  private static void close(Channel channel) {
    try {
      channel.close();
    } catch (IOException | TimeoutException | ShutdownSignalException e) {
      Broker.drop(channel);
    }
  }
}

package dev.mecha.component.mqtt;

import dev.mecha.component.support.Handlers;
import dev.mecha.spi.pubsub.MessageHandler;
import dev.mecha.spi.pubsub.Subscription;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One subscriber. The protocol has no refusal: a message that was refused is kept and handed over
 * again after a pause, and stays unacknowledged meanwhile.
 */
final class MqttSubscription implements Subscription {

  private static final Logger LOG = LoggerFactory.getLogger(MqttSubscription.class);
  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final int MANY = 1000;

  /** How often a refused message is handed over again if nobody says so. */
  static final int FOR_EVER = Integer.MAX_VALUE;

  private final TopicFilter filter;
  private final int again;
  private final MessageHandler handler;
  private final Router router;
  private final Consumer<Arrival> acknowledge;
  private final Consumer<MqttSubscription> onClose;
  private final Handlers handlers;
  private final CountDownLatch ending = new CountDownLatch(1);

  /**
   * @param filter what it listens to
   * @param again how often a refused message is handed over again on the same connection
   * @param handler gets the messages
   * @param router gets back what is not done with at the end
   * @param acknowledge tells the broker that a message is done with
   * @param onClose told at the end, before handlers are awaited
   */
  MqttSubscription(
      TopicFilter filter,
      int again,
      MessageHandler handler,
      Router router,
      Consumer<Arrival> acknowledge,
      Consumer<MqttSubscription> onClose) {
    this.filter = filter;
    this.again = again;
    this.handler = handler;
    this.router = router;
    this.acknowledge = acknowledge;
    this.onClose = onClose;
    this.handlers = new Handlers("mqtt-handler " + filter.text(), MANY);
  }

  TopicFilter filter() {
    return filter;
  }

  void deliver(Arrival arrival) {
    try {
      if (!handlers.start(() -> process(arrival))) {
        router.route(arrival);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      router.route(arrival);
    }
  }

  @SuppressWarnings("InterruptedExceptionSwallowed") // One of the handler's own is a refusal.
  private void process(Arrival arrival) {
    for (long refusals = 0; refusals <= again; refusals++) {
      try {
        handler.handle(arrival.message());
        boolean _ = Thread.interrupted();
        acknowledge.accept(arrival);
        return;
      } catch (Throwable e) {
        LOG.debug("A message of {} is not done with", arrival.message().topic(), e);
      }
      boolean _ = Thread.interrupted();
      if (isOver()) {
        router.route(arrival);
        return;
      }
    }
    LOG.warn("A message of {} waits for the next connection", arrival.message().topic());
  }

  /** Waits a moment, unless this is closed. */
  private boolean isOver() {
    try {
      return ending.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      return handlers.isClosed();
    }
  }

  @Override
  public void close() {
    router.remove(this);
    handlers.stop();
    ending.countDown();
    onClose.accept(this);
    handlers.close();
  }
}

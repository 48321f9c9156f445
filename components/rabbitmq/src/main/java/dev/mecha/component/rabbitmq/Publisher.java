package dev.mecha.component.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.pubsub.MessageTtl;
import dev.mecha.spi.pubsub.PublishRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Publishes on one channel. Messages go out one behind the other; their confirmations are awaited
 * beside each other.
 */
final class Publisher {

  private static final int TRIES = 3;
  private static final Duration CONFIRM_PATIENCE = Duration.ofSeconds(30);

  private final RabbitSettings settings;
  private final Broker broker;
  private final CountDownLatch closed;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Outlet outlet;

  /** A channel, what it has declared and what it waits for. */
  private record Outlet(
      Channel channel,
      Set<String> exchanges,
      ConcurrentNavigableMap<Long, CompletableFuture<Boolean>> unconfirmed) {

    void settle(long number, boolean multiple, boolean confirmed) {
      if (multiple) {
        var upTo = unconfirmed.headMap(number, true);
        upTo.values().forEach(future -> future.complete(confirmed));
        upTo.clear();
      } else {
        CompletableFuture<Boolean> future = unconfirmed.remove(number);
        if (future != null) {
          future.complete(confirmed);
        }
      }
    }

    void fail(Throwable cause) {
      unconfirmed.values().forEach(future -> future.completeExceptionally(cause));
    }
  }

  /**
   * @param closed ends the pauses between tries
   */
  Publisher(RabbitSettings settings, Broker broker, CountDownLatch closed) {
    this.settings = settings;
    this.broker = broker;
    this.closed = closed;
  }

  /**
   * Publishes a message, and again if that fails: it may arrive twice.
   *
   * @throws ComponentException if the broker did not take it
   * @throws InterruptedException if the calling thread is interrupted
   */
  void publish(PublishRequest request) throws InterruptedException {
    for (int attempt = 1; ; attempt++) {
      try {
        await(begin(request));
        return;
      } catch (ComponentException e) {
        Duration pause = settings.reconnectWait();
        if (attempt >= TRIES || closed.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
          throw e;
        }
      }
    }
  }

  /**
   * Sends a message.
   *
   * @return whether the broker took it, to come
   * @throws ComponentException if it could not be sent
   * @throws InterruptedException if the calling thread is interrupted
   */
  CompletableFuture<Boolean> begin(PublishRequest request) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      Outlet current = open();
      broker.call(() -> declare(current, request.topic()));
      if (!settings.publisherConfirm()) {
        broker.call(() -> send(current, request));
        return CompletableFuture.completedFuture(true);
      }
      var confirmation = new CompletableFuture<Boolean>();
      long number = current.channel.getNextPublishSeqNo();
      current.unconfirmed.put(number, confirmation);
      try {
        broker.call(() -> send(current, request));
      } catch (ComponentException e) {
        current.unconfirmed.remove(number);
        throw e;
      }
      if (!current.channel.isOpen()) {
        current.fail(new ComponentException("rabbitmq: connection lost"));
      }
      return confirmation;
    } finally {
      lock.unlock();
    }
  }

  /**
   * @param confirmation of a message
   * @throws ComponentException if the broker did not take it
   * @throws InterruptedException if the calling thread is interrupted
   */
  void await(CompletableFuture<Boolean> confirmation) throws InterruptedException {
    try {
      if (!confirmation.get(CONFIRM_PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new ComponentException("did not receive confirmation of publishing");
      }
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new ComponentException(
          "rabbitmq at " + settings.address() + ": " + Broker.reason(cause), cause);
    } catch (TimeoutException e) {
      throw new ComponentException("did not receive confirmation of publishing", e);
    }
  }

  private Outlet open() throws InterruptedException {
    Outlet current = outlet;
    if (current != null && current.channel.isOpen()) {
      return current;
    }
    Channel channel = broker.channel();
    var fresh = new Outlet(channel, new HashSet<>(), new ConcurrentSkipListMap<>());
    if (settings.publisherConfirm()) {
      broker.call(channel::confirmSelect);
      channel.addConfirmListener(
          (number, multiple) -> fresh.settle(number, multiple, true),
          (number, multiple) -> fresh.settle(number, multiple, false));
      channel.addShutdownListener(fresh::fail);
    }
    outlet = fresh;
    return fresh;
  }

  private boolean declare(Outlet current, String exchange) throws IOException {
    if (!current.exchanges.contains(exchange)) {
      current.channel.exchangeDeclare(
          exchange,
          settings.exchangeKind(),
          settings.durable(),
          settings.deleteWhenUnused(),
          Map.of());
      current.exchanges.add(exchange);
    }
    return true;
  }

  private boolean send(Outlet current, PublishRequest request) throws IOException {
    String key = request.metadata().getOrDefault("routingKey", "");
    current.channel.basicPublish(request.topic(), key, properties(request), request.data());
    return true;
  }

  private AMQP.BasicProperties properties(PublishRequest request) {
    Map<String, String> metadata = request.metadata();
    var properties = new AMQP.BasicProperties.Builder().contentType("text/plain");
    properties.deliveryMode(settings.deliveryMode());
    Duration ttl = MessageTtl.of(metadata);
    Duration life = ttl == null ? settings.ttl() : ttl;
    if (life != null) {
      properties.expiration(String.valueOf(life.toMillis()));
    }
    Integer priority = Texts.priority(metadata.get("priority"));
    if (priority != null) {
      properties.priority(priority);
    }
    Texts.ifPresent(metadata, "contentType", properties::contentType);
    Texts.ifPresent(metadata, "messageID", properties::messageId);
    Texts.ifPresent(metadata, "correlationID", properties::correlationId);
    Texts.ifPresent(metadata, "type", properties::type);
    return properties.build();
  }
}

package dev.mecha.component.rabbitmq;

import com.rabbitmq.client.Channel;
import dev.mecha.spi.ComponentException;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Publishes on one channel. Messages go out one behind the other; their confirmations are awaited
 * beside each other.
 */
final class Publisher {

  private static final int TRIES = 3;
  private static final Duration CONFIRM_PATIENCE = Duration.ofSeconds(30);

  private final Broker broker;
  private final boolean confirm;
  private final Function<String, Declaration> exchanges;
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
   * @param broker to publish to
   * @param confirm whether to wait until the broker has a message
   * @param exchanges what has to be there before something is published to an exchange
   * @param closed ends the pauses between tries
   */
  Publisher(
      Broker broker,
      boolean confirm,
      Function<String, Declaration> exchanges,
      CountDownLatch closed) {
    this.broker = broker;
    this.confirm = confirm;
    this.exchanges = exchanges;
    this.closed = closed;
  }

  /**
   * Publishes a message, and again if that fails: it may arrive twice.
   *
   * @throws ComponentException if the broker did not take it
   * @throws InterruptedException if the calling thread is interrupted
   */
  void publish(Outgoing message) throws InterruptedException {
    for (int attempt = 1; ; attempt++) {
      try {
        await(begin(message));
        return;
      } catch (ComponentException e) {
        Duration pause = broker.reconnectWait();
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
  CompletableFuture<Boolean> begin(Outgoing message) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      Outlet current = open();
      broker.run(() -> declare(current, message.exchange()));
      if (!confirm) {
        broker.run(() -> send(current, message));
        return CompletableFuture.completedFuture(true);
      }
      var confirmation = new CompletableFuture<Boolean>();
      long number = current.channel.getNextPublishSeqNo();
      current.unconfirmed.put(number, confirmation);
      try {
        broker.run(() -> send(current, message));
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
      throw broker.failed(cause);
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
    if (confirm) {
      broker.call(channel::confirmSelect);
      channel.addConfirmListener(
          (number, multiple) -> fresh.settle(number, multiple, true),
          (number, multiple) -> fresh.settle(number, multiple, false));
      channel.addShutdownListener(fresh::fail);
    }
    outlet = fresh;
    return fresh;
  }

  private void declare(Outlet current, String exchange) throws IOException {
    if (!current.exchanges.contains(exchange)) {
      exchanges.apply(exchange).declare(current.channel);
      current.exchanges.add(exchange);
    }
  }

  private void send(Outlet current, Outgoing message) throws IOException {
    current.channel.basicPublish(
        message.exchange(), message.routingKey(), message.properties(), message.body());
  }
}

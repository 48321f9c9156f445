package dev.mecha.component.bindings;

import dev.mecha.spi.binding.DeliveryException;
import dev.mecha.spi.binding.EventHandler;
import dev.mecha.spi.binding.InputEvent;
import dev.mecha.spi.binding.Reading;
import dev.mecha.spi.time.Time;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for the times of a schedule. An event that takes long does not hold up the next: each is
 * handed over on a thread of its own.
 */
final class CronReading implements Reading {

  private static final Logger LOG = LoggerFactory.getLogger("dapr.contrib");
  private static final byte[] NOTHING = {};

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSSSSS '+0000 UTC'", Locale.ROOT);

  private final String name;
  private final Schedule schedule;
  private final Time clock;
  private final EventHandler handler;
  private final Consumer<CronReading> onClose;
  private final Set<Thread> deliveries = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;
  private @Nullable Thread thread;

  CronReading(
      String name,
      Schedule schedule,
      Time clock,
      EventHandler handler,
      Consumer<CronReading> onClose) {
    this.name = name;
    this.schedule = schedule;
    this.clock = clock;
    this.handler = handler;
    this.onClose = onClose;
  }

  void start() {
    thread = Thread.ofVirtual().name("cron-" + name).start(this::run);
  }

  private void run() {
    try {
      Instant next = schedule.next(clock.instant());
      while (next != null && !closed) {
        clock.sleepUntil(next);
        fire();
        next = schedule.next(clock.instant());
      }
    } catch (InterruptedException e) {
      LOG.debug("name: {}, stopping schedule", name);
    }
  }

  private void fire() {
    LOG.debug("name: {}, schedule fired: {}", name, clock.instant());
    Thread delivery =
        Thread.ofVirtual().name("cron-event-" + name).unstarted(clock.held(this::deliver));
    deliveries.add(delivery);
    delivery.start();
  }

  private void deliver() {
    try {
      var now = TIME.format(clock.instant().atOffset(ZoneOffset.UTC));
      handler.handle(new InputEvent(NOTHING, Map.of("timeZone", "Local", "readTimeUTC", now)));
    } catch (DeliveryException | InterruptedException e) {
      LOG.debug("name: {}, the event was not taken: {}", name, e.getMessage());
    } finally {
      deliveries.remove(Thread.currentThread());
    }
  }

  @Override
  public void close() {
    closed = true;
    onClose.accept(this);
    Thread waiting = thread;
    if (waiting != null) {
      waiting.interrupt();
      await(waiting);
    }
    deliveries.forEach(CronReading::await);
  }

  /** Passes an interrupt on, and waits nevertheless. */
  private static void await(Thread other) {
    boolean interrupted = false;
    while (other.isAlive()) {
      try {
        other.join();
      } catch (InterruptedException e) {
        interrupted = true;
        other.interrupt();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}

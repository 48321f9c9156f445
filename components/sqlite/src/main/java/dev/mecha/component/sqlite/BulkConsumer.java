package dev.mecha.component.sqlite;

import dev.mecha.spi.pubsub.BulkEntry;
import dev.mecha.spi.pubsub.BulkMessage;
import dev.mecha.spi.pubsub.BulkMessageHandler;
import dev.mecha.spi.pubsub.BulkOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A subscription that takes many messages at once: gathers them until there are enough or the first
 * has waited for long, and hands them over, one batch after the other.
 */
final class BulkConsumer implements Intake {

  private static final Logger LOG = LoggerFactory.getLogger(BulkConsumer.class);

  private final BulkMessageHandler handler;
  private final BulkOptions options;
  private final Receipts receipts;
  private final Pump pump;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition idle = lock.newCondition();
  private final List<Taken> gathered = new ArrayList<>();
  private List<Taken> handed = List.of();
  private @Nullable Thread handling;
  private boolean filling;
  private long due;
  private volatile boolean closed;

  /** Whether there may be messages that were not taken. */
  private volatile boolean more = true;

  BulkConsumer(BulkMessageHandler handler, BulkOptions options, Receipts receipts, Pump pump) {
    this.handler = handler;
    this.options = options;
    this.receipts = receipts;
    this.pump = pump;
  }

  @Override
  public String topic() {
    return receipts.topic();
  }

  @Override
  public List<Long> inHand() {
    lock.lock();
    try {
      return Stream.concat(handed.stream(), gathered.stream()).map(Taken::id).toList();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void wake() {
    more = true;
  }

  @Override
  public void fill() throws InterruptedException {
    int room = reserve();
    if (room == 0) {
      return;
    }
    List<Taken> taken = List.of();
    try {
      if (more) {
        more = false;
        taken = receipts.take(room);
      }
    } finally {
      gather(taken);
    }
    if (taken.size() == room) {
      more = true;
    }
  }

  private int reserve() {
    lock.lock();
    try {
      if (closed || handling != null) {
        return 0;
      }
      int room = options.maxMessages() - gathered.size();
      filling = room > 0;
      return room;
    } finally {
      lock.unlock();
    }
  }

  private void gather(List<Taken> taken) {
    lock.lock();
    try {
      filling = false;
      if (gathered.isEmpty()) {
        due = pump.nanoTime() + options.maxAwait().toNanos();
      }
      for (Taken one : taken) {
        if (receipts.expired(one)) {
          receipts.acknowledge(one);
        } else {
          gathered.add(one);
        }
      }
      long left = due - pump.nanoTime();
      if (gathered.size() >= options.maxMessages() || (!gathered.isEmpty() && left <= 0)) {
        begin();
      } else if (!gathered.isEmpty()) {
        pump.signalIn(Duration.ofNanos(left));
      }
      idle.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void begin() {
    List<Taken> batch = List.copyOf(gathered);
    gathered.clear();
    Thread thread =
        Thread.ofVirtual().name("sqlite " + topic()).unstarted(pump.held(() -> carry(batch)));
    handed = batch;
    handling = thread;
    thread.start();
  }

  private void carry(List<Taken> batch) {
    try {
      Set<String> refused = handled(batch);
      for (Taken taken : batch) {
        if (refused.contains(id(taken))) {
          receipts.refuse(taken);
        } else {
          receipts.acknowledge(taken);
        }
      }
    } finally {
      lock.lock();
      try {
        handed = List.of();
        handling = null;
        idle.signalAll();
      } finally {
        lock.unlock();
      }
      pump.signal();
    }
  }

  private static String id(Taken taken) {
    return Long.toString(taken.id());
  }

  @SuppressWarnings("InterruptedExceptionSwallowed") // One of the handler's own is a refusal.
  private Set<String> handled(List<Taken> batch) {
    try {
      return handler.handle(
          new BulkMessage(topic(), batch.stream().map(BulkConsumer::entry).toList(), Map.of()));
    } catch (Throwable e) {
      LOG.debug("{} messages of {} were refused", batch.size(), topic(), e);
      return Set.copyOf(batch.stream().map(BulkConsumer::id).toList());
    }
  }

  private static BulkEntry entry(Taken taken) {
    var message = taken.message();
    return new BulkEntry(id(taken), message.data(), message.metadata(), message.contentType());
  }

  @Override
  public void close() {
    closed = true;
    lock.lock();
    try {
      while (handling != null || filling) {
        idle.await();
      }
    } catch (InterruptedException e) {
      if (handling != null) {
        handling.interrupt();
      }
      Thread.currentThread().interrupt();
    } finally {
      gathered.forEach(receipts::giveBack);
      gathered.clear();
      lock.unlock();
      pump.remove(this); // which renewed until now what the handler had
    }
  }
}

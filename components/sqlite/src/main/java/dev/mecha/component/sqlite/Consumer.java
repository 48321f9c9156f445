package dev.mecha.component.sqlite;

import dev.mecha.spi.pubsub.MessageHandler;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A subscription: takes messages as long as the handler has room for them. */
final class Consumer implements Intake {

  private static final Logger LOG = LoggerFactory.getLogger(Consumer.class);

  private final MessageHandler handler;
  private final int concurrency;
  private final Receipts receipts;
  private final Pump pump;
  private final Map<Thread, Taken> handling = new ConcurrentHashMap<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition idle = lock.newCondition();
  private int inHand;
  private volatile boolean closed;

  /** Whether there may be messages that were not taken. */
  private volatile boolean more = true;

  Consumer(MessageHandler handler, int concurrency, Receipts receipts, Pump pump) {
    this.handler = handler;
    this.concurrency = concurrency;
    this.receipts = receipts;
    this.pump = pump;
  }

  @Override
  public String topic() {
    return receipts.topic();
  }

  @Override
  public List<Long> inHand() {
    return handling.values().stream().map(Taken::id).toList();
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
      more = false;
      taken = receipts.take(room);
    } finally {
      giveBack(room - taken.size());
    }
    if (taken.size() == room) {
      more = true;
    }
    taken.forEach(this::begin);
  }

  private int reserve() {
    lock.lock();
    try {
      int room = closed || !more ? 0 : concurrency - inHand;
      inHand += room;
      return room;
    } finally {
      lock.unlock();
    }
  }

  private void giveBack(int room) {
    lock.lock();
    try {
      inHand -= room;
      if (inHand == 0) {
        idle.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  private void begin(Taken taken) {
    Thread thread =
        Thread.ofVirtual().name("sqlite " + topic()).unstarted(pump.held(() -> carry(taken)));
    handling.put(thread, taken);
    thread.start();
  }

  private void carry(Taken taken) {
    try {
      if (receipts.expired(taken) || handled(taken)) {
        receipts.acknowledge(taken);
      } else if (closed) {
        receipts.giveBack(taken);
      } else {
        receipts.refuse(taken);
      }
    } finally {
      handling.remove(Thread.currentThread());
      giveBack(1);
      if (more) {
        pump.signal();
      }
    }
  }

  @SuppressWarnings("InterruptedExceptionSwallowed") // One of the handler's own is a refusal.
  private boolean handled(Taken taken) {
    try {
      handler.handle(taken.message());
      return true;
    } catch (Throwable e) {
      LOG.debug("A message of {} was refused for the {}. time", topic(), taken.attempts() + 1, e);
      return false;
    }
  }

  @Override
  public void close() {
    closed = true;
    lock.lock();
    try {
      while (inHand > 0) {
        idle.await();
      }
    } catch (InterruptedException e) {
      handling.keySet().forEach(Thread::interrupt);
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
      pump.remove(this); // which renewed until now what the handler had
    }
  }
}

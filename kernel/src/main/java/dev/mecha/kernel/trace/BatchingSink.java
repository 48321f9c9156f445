package dev.mecha.kernel.trace;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gathers spans and sends them in batches from a thread of its own, so that no request ever waits
 * for whoever receives them. What does not fit or does not arrive is dropped and counted. That
 * spans are lost is logged once, and how many when it is over.
 */
public final class BatchingSink implements SpanSink {

  private static final Logger LOG = LoggerFactory.getLogger("dapr.runtime.trace");

  /** How long an exporter that was interrupted may take to notice. */
  private static final Duration LAST_MOMENT = Duration.ofSeconds(1);

  private final SpanExporter exporter;
  private final BatchOptions options;
  private final LongAdder dropped = new LongAdder();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ArrayDeque<Span> queue = new ArrayDeque<>();
  private final Thread worker;
  private boolean closing;
  private boolean overflowed;

  /** How many were dropped when the present trouble began; -1 while there is none. */
  private long troubleSince = -1;

  /**
   * Starts the thread.
   *
   * @param exporter where to; closed with this
   * @param options how many spans wait, and how long
   */
  public BatchingSink(SpanExporter exporter, BatchOptions options) {
    this.exporter = exporter;
    this.options = options;
    this.worker = Thread.ofPlatform().daemon().name("span-exporter").unstarted(this::work);
    worker.start();
  }

  @Override
  public void accept(Span span) {
    lock.lock();
    try {
      if (closing || queue.size() >= options.queueSize()) {
        drop();
        return;
      }
      queue.add(span);
      if (queue.size() == 1 || queue.size() == options.batchSize()) {
        changed.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  private void drop() {
    dropped.increment();
    if (!overflowed && !closing) {
      overflowed = true;
      LOG.warn(
          "traces export: spans come faster than {} takes them; those that do not fit are dropped",
          exporter.destination());
    }
  }

  /**
   * @return how many spans were dropped since the start
   */
  public long dropped() {
    return dropped.sum();
  }

  private void work() {
    try {
      for (var batch = gather(); !batch.isEmpty(); batch = gather()) {
        send(batch);
      }
    } catch (InterruptedException e) {
      LOG.debug("no time was left to send spans to {}", exporter.destination());
    }
  }

  /**
   * Waits until a batch is full or its first span has waited long enough; empty when there is no
   * more to come.
   */
  private List<Span> gather() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (queue.isEmpty() && !closing) {
        changed.await();
      }
      long left = options.delay().toNanos();
      while (queue.size() < options.batchSize() && !closing && left > 0) {
        left = changed.awaitNanos(left);
      }
      var batch = new ArrayList<Span>();
      while (batch.size() < options.batchSize() && !queue.isEmpty()) {
        batch.add(queue.remove());
      }
      return batch;
    } finally {
      lock.unlock();
    }
  }

  private void send(List<Span> batch) throws InterruptedException {
    long before = dropped.sum();
    try {
      exporter.export(batch);
      arrived();
    } catch (InterruptedException e) {
      dropped.add(batch.size());
      throw e;
    } catch (Exception e) {
      dropped.add(batch.size());
      if (troubleSince < 0) {
        troubleSince = before;
        LOG.warn("traces export: {}: {}", exporter.destination(), e.getMessage());
      }
    }
  }

  private void arrived() {
    if (troubleSince >= 0) {
      LOG.info(
          "traces export: {} takes spans again; {} were lost",
          exporter.destination(),
          dropped.sum() - troubleSince);
      troubleSince = -1;
    }
  }

  /**
   * Sends what waits, as far as there is time, and ends the thread. Idempotent.
   *
   * @param grace how long that may take
   * @throws InterruptedException if the caller is interrupted; nothing more is sent then
   */
  public void close(Duration grace) throws InterruptedException {
    lock.lock();
    try {
      closing = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    try {
      worker.join(grace);
    } finally {
      worker.interrupt();
      worker.join(LAST_MOMENT);
      exporter.close();
      report();
    }
  }

  private void report() {
    lock.lock();
    try {
      dropped.add(queue.size());
      queue.clear();
    } finally {
      lock.unlock();
    }
    if (dropped.sum() > 0) {
      LOG.warn(
          "traces export: {} spans were lost on the way to {}",
          dropped.sum(),
          exporter.destination());
    }
  }
}

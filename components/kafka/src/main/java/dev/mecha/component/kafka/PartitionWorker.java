package dev.mecha.component.kafka;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Processes what was read of one partition at once, in its order. What is refused is tried again
 * until it is taken or the worker is stopped, and what is behind it waits.
 */
final class PartitionWorker implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(PartitionWorker.class);

  private final List<ConsumerRecord<byte[], byte[]>> records;
  private final int most;
  private final Work work;
  private final KafkaSettings settings;
  private final Runnable onEnd;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile long done = -1;

  /**
   * @param records of one partition
   * @param most how many are handed over together
   * @param work hands them over
   * @param settings how often to try again
   * @param onEnd told at the end
   */
  PartitionWorker(
      List<ConsumerRecord<byte[], byte[]>> records,
      int most,
      Work work,
      KafkaSettings settings,
      Runnable onEnd) {
    this.records = records;
    this.most = most;
    this.work = work;
    this.settings = settings;
    this.onEnd = onEnd;
  }

  /** Ends it after what is in the application's hands. */
  void stop() {
    stopping.countDown();
  }

  boolean hasEnded() {
    return ended.getCount() == 0;
  }

  /**
   * @return whether it ended in that time
   */
  boolean awaitEnd(Duration patience) throws InterruptedException {
    return ended.await(patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * @return the offset behind all that is done with, or -1 if nothing is
   */
  long done() {
    return done;
  }

  @Override
  public void run() {
    try {
      for (int from = 0; from < records.size(); from += most) {
        var batch = records.subList(from, Math.min(from + most, records.size()));
        if (stopping.getCount() == 0 || !isTaken(batch)) {
          return;
        }
        done = batch.getLast().offset() + 1;
      }
    } finally {
      ended.countDown();
      onEnd.run();
    }
  }

  /** Hands over until nothing is refused. */
  @SuppressWarnings("InterruptedExceptionSwallowed") // One of the handler's own is a refusal.
  private boolean isTaken(List<ConsumerRecord<byte[], byte[]>> batch) {
    List<ConsumerRecord<byte[], byte[]>> left = batch;
    while (true) {
      try {
        left = work.perform(left);
      } catch (Throwable e) {
        LOG.debug("{} messages of {} are not done with", left.size(), batch.getFirst().topic(), e);
      }
      boolean _ = Thread.interrupted();
      if (left.isEmpty()) {
        return true;
      }
      if (isOver()) {
        return false;
      }
      if (!settings.retry()) {
        LOG.error("{} messages of {} are lost", left.size(), batch.getFirst().topic());
        return true;
      }
    }
  }

  /** Waits a moment, unless the worker is stopped. */
  private boolean isOver() {
    try {
      long pause = settings.retry() ? settings.retryPause().toMillis() : 0;
      return stopping.await(pause, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      return true;
    }
  }
}

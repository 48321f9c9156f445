package dev.mecha.component.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mecha.spi.binding.DeliveryException;
import dev.mecha.spi.binding.EventHandler;
import dev.mecha.spi.binding.InputEvent;
import dev.mecha.spi.binding.Reading;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * Takes messages from a queue to the application, one after the other. A message leaves the queue
 * when the application has taken it; otherwise it comes again when the queue's visibility timeout
 * ends. While the queue cannot be read it is asked again, ever more slowly.
 */
final class SqsReading implements Reading {

  private static final Logger LOG = LoggerFactory.getLogger(SqsReading.class);
  private static final int WAIT_SECONDS = 20;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  private final SqsQueue queue;
  private final EventHandler handler;
  private final Consumer<SqsReading> onEnd;
  private final CountDownLatch ending = new CountDownLatch(1);
  private final ReentrantLock lock = new ReentrantLock();
  private final Thread reader;
  private boolean carrying;

  /**
   * @param queue to read
   * @param handler takes the messages
   * @param onEnd told once when this ends
   */
  SqsReading(SqsQueue queue, EventHandler handler, Consumer<SqsReading> onEnd) {
    this.queue = queue;
    this.handler = handler;
    this.onEnd = onEnd;
    this.reader = Thread.ofVirtual().name("sqs-" + queue).unstarted(this::run);
  }

  void start() {
    reader.start();
  }

  private void run() {
    Duration pause = FIRST_PAUSE;
    try {
      while (!isEnding()) {
        try {
          for (Message message : queue.receive(1, WAIT_SECONDS, null)) {
            carry(message);
          }
          pause = FIRST_PAUSE;
        } catch (RuntimeException e) {
          LOG.error("{}", e.getMessage());
          boolean ended = ending.await(pause.toMillis(), TimeUnit.MILLISECONDS);
          pause = ended ? pause : slower(pause);
        }
      }
    } catch (InterruptedException e) {
      // It is the end.
    }
  }

  private static Duration slower(Duration pause) {
    Duration doubled = pause.multipliedBy(2);
    return doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
  }

  private boolean isEnding() {
    return ending.getCount() == 0;
  }

  private void carry(Message message) throws InterruptedException {
    carries(true);
    try {
      if (isEnding()) {
        queue.giveBack(message);
      } else {
        handOver(message);
      }
    } finally {
      carries(false);
    }
  }

  /** While it does, the end waits and interrupts nothing. */
  private void carries(boolean now) {
    lock.lock();
    try {
      carrying = now;
    } finally {
      lock.unlock();
    }
  }

  private void handOver(Message message) throws InterruptedException {
    try {
      handler.handle(new InputEvent(message.body().getBytes(UTF_8), Map.of()));
    } catch (DeliveryException | RuntimeException e) {
      LOG.debug("message {} of queue {} was not taken", message.messageId(), queue, e);
      return;
    } catch (InterruptedException e) {
      queue.giveBack(message);
      throw e;
    }
    queue.done(message);
  }

  @Override
  public void close() {
    stop();
    boolean interrupted = false;
    while (reader.isAlive()) {
      try {
        reader.join();
      } catch (InterruptedException e) {
        interrupted = true;
        reader.interrupt();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    onEnd.accept(this);
  }

  private void stop() {
    lock.lock();
    try {
      ending.countDown();
      if (!carrying) {
        reader.interrupt();
      }
    } finally {
      lock.unlock();
    }
  }
}

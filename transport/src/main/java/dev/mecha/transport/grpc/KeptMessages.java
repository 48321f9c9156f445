package dev.mecha.transport.grpc;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The messages of a caller, kept while they may have to be sent again. */
final class KeptMessages {

  private static final long MOST_BYTES = 4 << 20;

  private final StreamExchange<byte[], byte[]> caller;
  private final ReentrantLock lock = new ReentrantLock();
  private final List<byte[]> messages = new ArrayList<>();
  private long bytes;
  private boolean keeps;
  private boolean repeatable;
  private boolean ended;
  private int taken;

  /**
   * @param streams whether nothing is kept
   */
  KeptMessages(StreamExchange<byte[], byte[]> caller, boolean streams) {
    this.caller = caller;
    this.keeps = !streams;
    this.repeatable = !streams;
  }

  /**
   * Waits for a message if need be.
   *
   * @param number counted from 0, without gaps
   * @return the message, or null at the end
   */
  byte @Nullable [] get(int number) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      if (number < taken) {
        return messages.get(number);
      }
      if (ended) {
        return null;
      }
    } finally {
      lock.unlock();
    }
    // Without the lock: the answer may come before the message does.
    return keep(caller.receive());
  }

  private byte @Nullable [] keep(byte @Nullable [] message) {
    lock.lock();
    try {
      if (message == null) {
        ended = true;
        return null;
      }
      taken++;
      bytes += message.length;
      if (keeps && bytes <= MOST_BYTES) {
        messages.add(message);
      } else {
        stopKeeping();
      }
      return message;
    } finally {
      lock.unlock();
    }
  }

  /** The answer has begun: nothing is sent again. */
  void forget() {
    lock.lock();
    try {
      stopKeeping();
    } finally {
      lock.unlock();
    }
  }

  private void stopKeeping() {
    keeps = false;
    repeatable = false;
    messages.clear();
  }

  boolean repeatable() {
    lock.lock();
    try {
      return repeatable;
    } finally {
      lock.unlock();
    }
  }
}

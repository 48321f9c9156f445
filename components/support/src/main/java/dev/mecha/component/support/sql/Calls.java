package dev.mecha.component.support.sql;

import dev.mecha.spi.ComponentException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The calls in flight: who may begin, who has lasted too long, and when all have ended. Looking at
 * all of them once in a while is much cheaper than a timer for each.
 */
final class Calls {

  private final Semaphore places = new Semaphore(Integer.MAX_VALUE);
  private final Set<Call> running = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /**
   * Lets a caller in; {@link #leave} lets it out.
   *
   * @throws ComponentException if the store is closed
   */
  void enter() {
    if (closed || !places.tryAcquire()) {
      throw new ComponentException("the state store is closed");
    }
  }

  void leave() {
    places.release();
  }

  void begin(Call call) {
    running.add(call);
  }

  void end(Call call) {
    running.remove(call);
  }

  /**
   * Stops what is overdue: the caller first, then the server, to which it takes another connection.
   */
  void stopOverdue() {
    long now = System.nanoTime();
    for (Call call : running) {
      if (call.isOverdue(now)) {
        call.abort();
        Thread.startVirtualThread(call::cancel);
      }
    }
  }

  /**
   * Refuses further callers and waits for those that are in.
   *
   * @param limit how long to wait
   */
  void close(Duration limit) {
    closed = true;
    try {
      if (places.tryAcquire(Integer.MAX_VALUE, limit.toMillis(), TimeUnit.MILLISECONDS)) {
        places.release(Integer.MAX_VALUE);
      }
    } catch (InterruptedException e) {
      // Whoever interrupts has no time left for the calls in flight.
      Thread.currentThread().interrupt();
    }
  }
}

package dev.mecha.component.support;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The handlers of one subscription at work: each message on a virtual thread of its own, and no
 * more of them at once than allowed. Tasks are started from a thread that the driver or the
 * component owns, so that they do not run on a thread that serves the network.
 */
public final class Handlers implements AutoCloseable {

  private final String name;
  private final int most;
  private final Semaphore free;
  private final ReentrantLock lock = new ReentrantLock();
  private final Set<Thread> running = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /**
   * @param name of the threads
   * @param most how many messages at once, at least 1
   */
  public Handlers(String name, int most) {
    this.name = name;
    this.most = most;
    this.free = new Semaphore(most, true);
  }

  /**
   * Starts to process a message; waits until that is allowed.
   *
   * @param task what to do, the acknowledgement included; throws nothing
   * @return false if nothing was started, because these handlers are closed
   * @throws InterruptedException if the calling thread is interrupted while it waits; nothing was
   *     started
   */
  public boolean start(Runnable task) throws InterruptedException {
    free.acquire();
    lock.lock();
    try {
      if (closed) {
        free.release();
        return false;
      }
      launch(task);
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void launch(Runnable task) {
    Thread thread =
        Thread.ofVirtual()
            .name(name)
            .unstarted(
                () -> {
                  try {
                    task.run();
                  } finally {
                    running.remove(Thread.currentThread());
                    free.release();
                  }
                });
    running.add(thread);
    thread.start();
  }

  /**
   * @return whether no task is started any more
   */
  public boolean isClosed() {
    return closed;
  }

  /** Starts no task any more, without waiting for those that run. */
  public void stop() {
    lock.lock();
    try {
      closed = true;
    } finally {
      lock.unlock();
    }
  }

  /** Starts no task any more and interrupts those that run, without waiting for them. */
  public void interrupt() {
    stop();
    running.forEach(Thread::interrupt);
  }

  /**
   * Starts no task any more and waits for those that run. If the calling thread is interrupted they
   * are interrupted, and this returns with the interrupt still set. Idempotent.
   */
  @Override
  public void close() {
    stop();
    try {
      free.acquire(most);
      free.release(most);
    } catch (InterruptedException e) {
      interrupt();
      Thread.currentThread().interrupt();
    }
  }
}

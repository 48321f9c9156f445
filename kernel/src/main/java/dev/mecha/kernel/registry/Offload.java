package dev.mecha.kernel.registry;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Runs calls that may hold their thread away from the caller's, which may be carried by an event
 * loop: each on a virtual thread of the JDK's own scheduler. A virtual thread inherits the
 * scheduler of the one that makes it, so all of them are made by one that comes from a platform
 * thread.
 */
public final class Offload implements AutoCloseable {

  private final LinkedBlockingQueue<Task<?>> queue = new LinkedBlockingQueue<>();
  private volatile boolean closed;

  /** Starts the thread that starts the others. */
  public Offload() {
    Runnable origin = () -> Thread.ofVirtual().name("offload").start(this::startTasks);
    Thread.ofPlatform().daemon().name("offload-origin").start(origin);
  }

  private void startTasks() {
    try {
      while (!closed) {
        queue.take().start();
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts this thread", e);
    }
  }

  private void startRest() {
    for (Task<?> task = queue.poll(); task != null; task = queue.poll()) {
      task.start();
    }
  }

  /**
   * Makes a call and waits for its end. An interrupt of the caller is passed on: the caller sees
   * what it would see if it had made the call itself.
   *
   * @param call what may hold its thread
   * @param <T> what it returns
   * @return what it returned
   * @throws InterruptedException if the call answered an interrupt
   */
  public <T extends @Nullable Object> T call(Callable<T> call) throws InterruptedException {
    var task = new Task<>(call);
    queue.add(task);
    if (closed) {
      startRest(); // nobody else does
    }
    return task.await();
  }

  /** Ends the thread that starts the others; calls in flight come to their end. */
  @Override
  public void close() {
    closed = true;
    queue.add(new Task<>(() -> "awake")); // ends the wait of the starting thread
    startRest();
  }

  /** One call. */
  private static final class Task<T extends @Nullable Object> {

    private final FutureTask<T> future;
    private volatile @Nullable Thread runner;
    private volatile boolean interruptWanted;

    Task(Callable<T> call) {
      future =
          new FutureTask<>(
              () -> {
                runner = Thread.currentThread();
                if (interruptWanted) {
                  Thread.currentThread().interrupt();
                }
                return call.call();
              });
    }

    void start() {
      Thread.ofVirtual().name("offloaded").start(future);
    }

    T await() throws InterruptedException {
      while (true) {
        try {
          T result = future.get();
          if (interruptWanted) {
            Thread.currentThread().interrupt(); // the call took no notice of it; the caller may
          }
          return result;
        } catch (InterruptedException e) {
          interruptRunner();
        } catch (ExecutionException e) {
          throw failure(e);
        }
      }
    }

    private void interruptRunner() {
      interruptWanted = true;
      Thread thread = runner;
      if (thread != null) {
        thread.interrupt();
      }
    }

    private static RuntimeException failure(ExecutionException e) throws InterruptedException {
      return switch (e.getCause()) {
        case InterruptedException interrupt -> throw interrupt;
        case RuntimeException failure -> failure;
        case Error error -> throw error;
        case null, default -> new IllegalStateException(e.getCause());
      };
    }
  }
}

package dev.mecha.transport.thread;

import io.netty.channel.EventLoop;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The scheduler of the virtual threads of one event loop. The JDK hands it a continuation whenever
 * one of them can go on:
 *
 * <ul>
 *   <li>from the event loop's own thread, it runs when the event loop has handled its I/O;
 *   <li>from a virtual thread that this event loop carries, it waits in a plain queue until that
 *       thread gives way;
 *   <li>from anywhere else, it goes through an inbox for which the event loop is woken once.
 * </ul>
 *
 * How many run before the event loop gets back to its I/O is bounded: a chain of threads that wake
 * each other would starve its connections.
 *
 * <p>A continuation only ever runs as a task of the event loop, at the bottom of its stack. To run
 * one on top of whatever the event loop is doing would be quicker and breaks the JVM: when a
 * virtual thread gives way, the JVM takes every monitor that its carrier holds for the virtual
 * thread's and moves it away with it, those of the frames below too (Vert.x calls HTTP/2 handlers
 * with the connection's monitor held). What follows is an endless loop or a crash of the collector.
 */
final class LoopScheduler implements Executor {

  private static final Logger LOG = LoggerFactory.getLogger(LoopScheduler.class);

  /**
   * Continuations per pass. A short one takes a microsecond or two: the I/O waits a fraction of a
   * millisecond.
   */
  private static final int PER_PASS = 128;

  private final EventLoop loop;
  private final ThreadFactory factory;

  // From other threads.
  private final Queue<Runnable> inbox = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean woken = new AtomicBoolean();

  // Touched on the event loop's thread only, by itself or by what it carries.
  private final ArrayDeque<Runnable> ready = new ArrayDeque<>();
  private final ArrayDeque<Runnable> ended = new ArrayDeque<>();
  private final ArrayDeque<Runnable> late = new ArrayDeque<>();
  private boolean driving;
  private boolean passPosted;
  private final Runnable nextPass = this::nextPass;
  private @Nullable LoopPulse pulse;

  LoopScheduler(EventLoop loop) {
    this.loop = loop;
    this.factory = VirtualThreadDoor.factory(this);
  }

  Thread start(Runnable task, Runnable done) {
    Thread thread = factory.newThread(() -> carry(task, done));
    thread.start();
    return thread;
  }

  /**
   * Does something on the event loop itself, when the virtual threads that can go on have gone on.
   */
  void later(Runnable task) {
    if (loop.inEventLoop(VirtualThreadDoor.currentCarrier())) {
      late.addLast(task);
      postPass();
      return;
    }
    try {
      loop.execute(task);
    } catch (RejectedExecutionException e) {
      LOG.debug("An event loop ended before what was left to do on it", e);
    }
  }

  @Override
  public void execute(Runnable continuation) {
    if (loop.inEventLoop(VirtualThreadDoor.currentCarrier())) {
      ready.addLast(continuation);
      postPass();
    } else {
      inbox.add(continuation);
      if (woken.compareAndSet(false, true)) {
        wake();
      }
    }
  }

  /**
   * The whole life of a virtual thread. Its last act makes {@code done} run when its carrier is
   * free of it.
   */
  private void carry(Runnable task, Runnable done) {
    try {
      task.run();
    } catch (Throwable e) {
      LOG.error("A request's thread failed", e);
    } finally {
      if (loop.inEventLoop(VirtualThreadDoor.currentCarrier())) {
        ended.addLast(done);
      }
    }
  }

  private void drive() {
    driving = true;
    LoopPulse pulse = pulse();
    try {
      Runnable continuation = ready.pollFirst();
      for (int i = 1; continuation != null; i++) {
        pulse.runs(continuation);
        runSafely(continuation);
        pulse.ran();
        finishEnded();
        continuation = i < PER_PASS ? ready.pollFirst() : null;
      }
      // What these ask for in turn waits for the next pass.
      for (int left = late.size(); left > 0; left--) {
        runSafely(late.removeFirst());
      }
    } finally {
      driving = false;
    }
    if (!ready.isEmpty() || !late.isEmpty()) {
      postPass();
    }
  }

  private LoopPulse pulse() {
    if (pulse == null) {
      pulse = LoopPulse.current();
    }
    return pulse;
  }

  /** Called by the event loop itself, whose selector needs no waking for it. */
  private void postPass() {
    if (!driving && !passPosted) {
      try {
        passPosted = true;
        loop.execute(nextPass);
      } catch (RejectedExecutionException e) {
        orphan(ready);
      }
    }
  }

  private void nextPass() {
    passPosted = false;
    drive();
  }

  private void finishEnded() {
    for (Runnable done = ended.pollFirst(); done != null; done = ended.pollFirst()) {
      runSafely(done);
    }
  }

  private void wake() {
    try {
      loop.execute(this::takeInbox);
    } catch (RejectedExecutionException e) {
      woken.set(false);
      orphan(inbox);
    }
  }

  /** The event loop is gone. What it carried still has locks to give back and clean-up to do. */
  private static void orphan(Queue<Runnable> continuations) {
    for (Runnable next = continuations.poll(); next != null; next = continuations.poll()) {
      Thread.ofPlatform().daemon().name("orphaned-request").start(next);
    }
  }

  private void takeInbox() {
    // First the flag, then the queue: what is added in between wakes the event loop once more, and
    // nothing is lost.
    woken.set(false);
    for (Runnable next = inbox.poll(); next != null; next = inbox.poll()) {
      ready.addLast(next);
    }
    drive();
  }

  private static void runSafely(Runnable step) {
    try {
      step.run();
    } catch (Throwable e) {
      LOG.error("A step on an event loop failed", e);
    }
  }
}

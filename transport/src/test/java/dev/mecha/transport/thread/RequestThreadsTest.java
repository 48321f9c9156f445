package dev.mecha.transport.thread;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.mecha.transport.ThreadMode;
import io.netty.channel.EventLoop;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
@Timeout(20)
@SuppressWarnings("ThreadPriorityCheck") // yielding is one of the things that have to work
class RequestThreadsTest {

  private final ThreadMode mode;
  private final EventLoops loops;
  private final RequestThreads threads;
  private final EventLoop loop;

  RequestThreadsTest(ThreadMode mode) {
    this.mode = mode;
    loops = mode.loops();
    threads = loops.threads();
    loop = loops.group().next();
  }

  @AfterEach
  void stop() {
    loops.close();
  }

  /** A step that a test lets a virtual thread take. */
  @FunctionalInterface
  private interface Step {
    void take() throws Exception;
  }

  private CompletableFuture<Void> run(Step step) {
    var done = new CompletableFuture<Void>();
    loop.execute(() -> threads.start(loop, () -> take(step), () -> done.complete(null)));
    return done;
  }

  private static void take(Step step) {
    try {
      step.take();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void runsTheTaskOnAVirtualThreadAndItsEndOnTheEventLoop() throws Exception {
    var seen = new LinkedBlockingQueue<String>();
    var done = new CompletableFuture<Boolean>();
    threads.start(
        loop,
        () -> seen.add(Thread.currentThread().toString()),
        () -> done.complete(loop.inEventLoop()));
    assertThat(done.get()).isTrue();
    String thread = seen.take();
    assertThat(thread).startsWith("VirtualThread");
    assertThat(thread.contains("vert.x-eventloop")).isEqualTo(threads.carriedByLoop());
  }

  @Test
  void needsNoHopFromTheEventLoop() throws Exception {
    assumeThat(mode).isEqualTo(ThreadMode.EVENT_LOOP);
    var order = new LinkedBlockingQueue<String>();
    loop.submit(
            () -> {
              threads.start(loop, () -> order.add("task"), () -> order.add("done"));
              loop.execute(() -> order.add("next task of the event loop"));
              order.add("after start");
            })
        .get();
    loop.submit(() -> order.add("end")).get();
    assertThat(order)
        .containsExactly("after start", "task", "done", "next task of the event loop", "end");
  }

  @Test
  void leavesTheEventLoopTheMonitorsThatItHolds() throws Exception {
    var monitor = new Object();
    var parked = new Semaphore(0);
    CompletableFuture<Boolean> held =
        CompletableFuture.supplyAsync(
            () -> {
              synchronized (monitor) {
                threads.start(loop, parked::acquireUninterruptibly, () -> {});
                return Thread.holdsLock(monitor);
              }
            },
            loop);
    try {
      assertThat(held.get(10, TimeUnit.SECONDS)).isTrue();
    } finally {
      parked.release();
    }
  }

  @Test
  void endsATaskThatThrows() throws Exception {
    run(() -> {
          throw new IllegalStateException("on purpose");
        })
        .get();
    run(() -> {
          throw new StackOverflowError("on purpose");
        })
        .get();
  }

  @Test
  void letsATaskWaitForItsOwnEventLoop() throws Exception {
    run(() -> assertThat(loop.submit(() -> 42).get()).isEqualTo(42)).get();
  }

  @Test
  void wakesFromOtherThreadsFromSiblingsAndFromTime() throws Exception {
    var fromOutside = new SynchronousQueue<String>();
    var toSibling = new SynchronousQueue<String>();
    var result = new CompletableFuture<String>();
    CompletableFuture<Void> first = run(() -> toSibling.put(fromOutside.take() + " first"));
    CompletableFuture<Void> second =
        run(
            () -> {
              String sofar = toSibling.take();
              assertThat(toSibling.poll(5, TimeUnit.MILLISECONDS)).isNull();
              result.complete(sofar + " second");
            });
    fromOutside.put("outside");
    assertThat(result.get()).isEqualTo("outside first second");
    first.get();
    second.get();
  }

  @Test
  void interruptsAWaitingTask() throws Exception {
    var waiting = new CountDownLatch(1);
    var interrupted = new CompletableFuture<Boolean>();
    Thread thread =
        threads.start(
            loop,
            () -> {
              waiting.countDown();
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException e) {
                interrupted.complete(true);
              }
            },
            () -> {});
    waiting.await();
    thread.interrupt();
    assertThat(interrupted.get()).isTrue();
    thread.join();
  }

  @Test
  void startsTheNextTaskFromTheEndOfAnother() throws Exception {
    int tasks = 10_000;
    var left = new AtomicInteger(tasks);
    var end = new CompletableFuture<Void>();
    loop.execute(() -> next(left, end));
    end.get();
    assertThat(left).hasValue(0);
  }

  private void next(AtomicInteger left, CompletableFuture<Void> end) {
    if (left.getAndDecrement() == 1) {
      end.complete(null);
    } else {
      threads.start(loop, () -> {}, () -> next(left, end));
    }
  }

  @Test
  void doesNotStarveTheEventLoop() throws Exception {
    var stop = new AtomicBoolean();
    var ping = new SynchronousQueue<Integer>();
    var pong = new SynchronousQueue<Integer>();
    CompletableFuture<Void> one =
        run(
            () -> {
              while (!stop.get()) {
                ping.put(1);
                pong.take();
              }
              ping.put(0);
            });
    CompletableFuture<Void> two =
        run(
            () -> {
              while (ping.take() == 1) {
                pong.put(1);
              }
            });
    CompletableFuture<Void> yielding =
        run(
            () -> {
              while (!stop.get()) {
                Thread.yield();
              }
            });
    for (int i = 0; i < 100; i++) {
      loop.submit(() -> {}).get(1, TimeUnit.SECONDS);
    }
    stop.set(true);
    one.get();
    two.get();
    yielding.get();
  }

  @Test
  void endsEveryTaskOnceUnderStress() throws Exception {
    int tasks = 20_000;
    var ended = new AtomicInteger();
    var worked = new AtomicInteger();
    var lock = new ReentrantLock();
    var monitor = new Object();
    var random = new Random(42);
    for (int i = 0; i < tasks; i++) {
      EventLoop chosen = loops.group().next();
      int kind = random.nextInt(6);
      Runnable task =
          () ->
              take(
                  () -> {
                    switch (kind) {
                      case 0 -> Thread.yield();
                      case 1 -> lock.lockInterruptibly();
                      case 2 -> loop.submit(() -> {}).get();
                      case 3 -> new CountDownLatch(1).await(1, TimeUnit.MILLISECONDS);
                      case 4 -> {
                        synchronized (monitor) {
                          Thread.yield();
                        }
                      }
                      default -> worked.addAndGet(0);
                    }
                    if (lock.isHeldByCurrentThread()) {
                      Thread.yield();
                      lock.unlock();
                    }
                    worked.incrementAndGet();
                  });
      if (i % 2 == 0) {
        threads.start(chosen, task, ended::incrementAndGet);
      } else {
        chosen.execute(() -> threads.start(chosen, task, ended::incrementAndGet));
      }
    }
    await().untilAtomic(ended, org.hamcrest.Matchers.equalTo(tasks));
    assertThat(worked).hasValue(tasks);
  }

  @Test
  void givesWhatItCarriedAnotherCarrierWhenTheEventLoopIsGone() throws Exception {
    var waiting = new CountDownLatch(1);
    var cleanedUp = new CountDownLatch(1);
    Thread thread =
        threads.start(
            loop,
            () -> {
              waiting.countDown();
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException e) {
                cleanedUp.countDown();
              }
            },
            () -> {});
    waiting.await();
    loops.close();
    thread.interrupt();
    assertThat(cleanedUp.await(5, TimeUnit.SECONDS)).isTrue();
  }
}

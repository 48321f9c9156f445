package dev.mecha.kernel.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
class OffloadTest {

  private final Offload offload = new Offload();

  @AfterEach
  void close() {
    offload.close();
  }

  @Test
  void runsTheCallOnAVirtualThreadOfItsOwn() throws Exception {
    Thread thread = offload.call(Thread::currentThread);
    assertThat(thread).isNotSameAs(Thread.currentThread());
    assertThat(thread.isVirtual()).isTrue();
  }

  @Test
  void handsOnWhatTheCallThrows() {
    var failure = new IllegalArgumentException("x");
    assertThatThrownBy(() -> offload.call(() -> throwing(failure))).isSameAs(failure);
    var error = new StackOverflowError();
    assertThatThrownBy(() -> offload.call(() -> throwing(error))).isSameAs(error);
    assertThatThrownBy(() -> offload.call(() -> throwing(new IOException("x"))))
        .isInstanceOf(IllegalStateException.class)
        .hasCauseInstanceOf(IOException.class);
  }

  private static String throwing(Throwable failure) throws Exception {
    switch (failure) {
      case Exception exception -> throw exception;
      default -> throw (Error) failure;
    }
  }

  @Test
  void anInterruptReachesTheCallAndTheCallerWaitsForItsEnd() throws Exception {
    var waiting = new CountDownLatch(1);
    var seen = new AtomicReference<String>("");
    Thread caller =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    offload.call(
                        () -> {
                          waiting.countDown();
                          try {
                            return new CountDownLatch(1).await(20, TimeUnit.SECONDS);
                          } finally {
                            seen.accumulateAndGet("call ended, ", String::concat);
                          }
                        });
                  } catch (InterruptedException e) {
                    seen.accumulateAndGet("caller interrupted", String::concat);
                  }
                });
    waiting.await();
    caller.interrupt();
    assertThat(caller.join(Duration.ofSeconds(10))).isTrue();
    assertThat(seen).hasValue("call ended, caller interrupted");
  }

  @Test
  void aCallThatTakesNoNoticeOfTheInterruptIsWaitedFor() throws Exception {
    var waiting = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    var outcome = new AtomicReference<String>("");
    Thread caller =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    String result =
                        offload.call(
                            () -> {
                              waiting.countDown();
                              boolean open = false;
                              while (!open) {
                                open = awaitThrough(goOn);
                              }
                              return "done";
                            });
                    outcome.set(result + " " + Thread.currentThread().isInterrupted());
                  } catch (InterruptedException e) {
                    outcome.set("interrupted");
                  }
                });
    waiting.await();
    caller.interrupt();
    await().until(() -> !caller.isInterrupted());
    goOn.countDown();
    assertThat(caller.join(Duration.ofSeconds(10))).isTrue();
    assertThat(outcome).hasValue("done true");
  }

  private static boolean awaitThrough(CountDownLatch latch) {
    try {
      return latch.await(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      return false;
    }
  }

  @Test
  void manyCallsAtOnceDoNotWaitForEachOther() throws Exception {
    var all = new CountDownLatch(200);
    var threads = new Thread[200];
    for (int i = 0; i < threads.length; i++) {
      threads[i] =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      offload.call(
                          () -> {
                            all.countDown();
                            return all.await(20, TimeUnit.SECONDS);
                          });
                    } catch (InterruptedException e) {
                      throw new AssertionError(e);
                    }
                  });
    }
    for (Thread thread : threads) {
      assertThat(thread.join(Duration.ofSeconds(10))).isTrue();
    }
    assertThat(all.getCount()).isZero();
  }

  /**
   * A virtual thread is carried by what carries the one that made it: here by a single thread named
   * loop.
   */
  @Test
  void theCallDoesNotInheritTheLoopOfTheCaller() throws Exception {
    var carriers = new LinkedBlockingQueue<String>();
    try (var loop = Executors.newSingleThreadExecutor(Thread.ofPlatform().name("loop").factory())) {
      Thread caller =
          virtualThreadOn(loop)
              .start(
                  () -> {
                    carriers.add(Thread.currentThread().toString());
                    try {
                      carriers.add(offload.call(() -> Thread.currentThread().toString()));
                    } catch (InterruptedException e) {
                      throw new AssertionError(e);
                    }
                  });
      assertThat(caller.join(Duration.ofSeconds(10))).isTrue();
    }
    assertThat(carriers.take()).endsWith("@loop");
    assertThat(carriers.take()).contains("@ForkJoinPool");
  }

  private static Thread.Builder virtualThreadOn(Executor scheduler) throws Exception {
    var constructor =
        Class.forName("java.lang.ThreadBuilders$VirtualThreadBuilder")
            .getDeclaredConstructor(Executor.class);
    assumeTrue(constructor.trySetAccessible(), "needs --add-opens=java.base/java.lang=ALL-UNNAMED");
    return (Thread.Builder) constructor.newInstance(scheduler);
  }

  @Test
  void aClosedOffloadLosesNoCall() throws Exception {
    offload.close();
    assertThat(offload.<String>call(() -> "late")).isEqualTo("late");
  }
}

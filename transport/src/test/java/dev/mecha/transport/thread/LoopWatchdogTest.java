package dev.mecha.transport.thread;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class LoopWatchdogTest {

  private final LinkedBlockingQueue<HeldLoop> reports = new LinkedBlockingQueue<>();
  private final EventLoops loops =
      new EventLoops(1, RequestThreads.best(), new LoopWatchdog(reports::add));
  private final EventLoop loop = loops.group().next();

  @AfterEach
  void stop() {
    loops.close();
  }

  private static void burn() {
    long end = System.nanoTime() + Duration.ofMillis(150).toNanos();
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }

  @Test
  void namesTheRequestThatComputesOnItsLoop() throws Exception {
    assumeThat(loops.threads().carriedByLoop()).isTrue();
    loop.execute(
        () ->
            loops
                .threads()
                .start(
                    loop,
                    () -> {
                      Thread.currentThread().setName("GetState");
                      burn();
                    },
                    () -> {}));
    HeldLoop held = reports.poll(10, TimeUnit.SECONDS);
    assertThat(held.request()).isEqualTo("GetState");
    assertThat(held.stack()).contains("LoopWatchdogTest.burn");
    assertThat(held.held()).isGreaterThanOrEqualTo(LoopWatch.LIMIT);
    assertThat(held.describe()).contains("was held for ").contains("by GetState at ");
  }

  @Test
  void namesWorkOfTheLoopItself() throws Exception {
    loop.execute(LoopWatchdogTest::burn);
    HeldLoop held = reports.poll(10, TimeUnit.SECONDS);
    assertThat(held.request()).isEmpty();
    assertThat(held.loop()).contains("eventloop");
    assertThat(held.stack()).contains("LoopWatchdogTest.burn");
  }

  @Test
  void saysNothingOfRequestsThatWait() throws Exception {
    var done = new CountDownLatch(1);
    var go = new CountDownLatch(1);
    loop.execute(() -> loops.threads().start(loop, () -> await(go), done::countDown));
    // The watchdog has looked often when it reports what comes after the wait.
    loop.execute(LoopWatchdogTest::burn);
    assertThat(reports.poll(10, TimeUnit.SECONDS).stack()).contains("burn");
    go.countDown();
    done.await();
    assertThat(reports).isEmpty();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

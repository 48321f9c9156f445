package dev.mecha.kernel.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mecha.spi.time.Time;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class TimeLimitTest {

  private static final Duration SHORT = Duration.ofMillis(900);
  private static final Duration LONG = Duration.ofMillis(1100);

  private final VirtualTiming timing = new VirtualTiming();
  private final AtomicInteger timeouts = new AtomicInteger();
  private final TimeLimit guard =
      new TimeLimit(Duration.ofSeconds(1), timing, timeouts::incrementAndGet);

  @AfterEach
  void nothingIsLeft() {
    assertThat(Thread.interrupted()).isFalse();
    assertThat(timing.alarms()).isZero();
  }

  @Test
  void aResultInTimeIsKept() throws Exception {
    String result =
        guard.run(
            () -> {
              timing.advance(SHORT);
              return "ok";
            });
    assertThat(result).isEqualTo("ok");
    timing.advance(LONG);
    assertThat(timeouts).hasValue(0);
  }

  @Test
  void aFailureInTimeIsKept() {
    assertThatThrownBy(
            () ->
                guard.run(
                    () -> {
                      throw new IOException("failure");
                    }))
        .isInstanceOf(IOException.class);
  }

  @Test
  void whatTakesTooLongIsInterrupted() {
    assertThatThrownBy(
            () ->
                guard.run(
                    () -> {
                      timing.advance(LONG);
                      new CountDownLatch(1).await();
                      return "never";
                    }))
        .isInstanceOf(GuardTimeoutException.class)
        .hasMessage("context deadline exceeded")
        .hasCauseInstanceOf(InterruptedException.class);
    assertThat(timeouts).hasValue(1);
  }

  @Test
  void soIsWhatMakesAnotherFailureOfIt() {
    assertThatThrownBy(
            () ->
                guard.run(
                    () -> {
                      timing.advance(LONG);
                      throw new IOException("closed by interrupt");
                    }))
        .isInstanceOf(GuardTimeoutException.class)
        .hasCauseInstanceOf(IOException.class);
  }

  @Test
  void aLateResultIsClosed() {
    var closed = new AtomicBoolean();
    assertThatThrownBy(
            () ->
                guard.run(
                    () -> {
                      timing.advance(LONG);
                      AutoCloseable result = () -> closed.set(true);
                      return result;
                    }))
        .isInstanceOf(GuardTimeoutException.class);
    assertThat(closed).isTrue();
  }

  @Test
  void anErrorStaysAnError() {
    assertThatThrownBy(
            () ->
                guard.run(
                    () -> {
                      timing.advance(LONG);
                      throw new AssertionError("broken");
                    }))
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void anInterruptOfTheCallerPassesOn() {
    assertThatThrownBy(
            () ->
                guard.run(
                    () -> {
                      Thread.currentThread().interrupt();
                      new CountDownLatch(1).await();
                      return "never";
                    }))
        .isInstanceOf(InterruptedException.class);
    assertThat(timeouts).hasValue(0);
  }

  @Test
  void anInterruptThatTheTryIgnoresStays() throws Exception {
    guard.run(
        () -> {
          Thread.currentThread().interrupt();
          return "ok";
        });
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void whoIsInterruptedAlreadyDoesNotStart() {
    var started = new AtomicBoolean();
    Thread.currentThread().interrupt();
    assertThatThrownBy(
            () ->
                guard.run(
                    () -> {
                      started.set(true);
                      return "ok";
                    }))
        .isInstanceOf(InterruptedException.class);
    assertThat(started).isFalse();
  }

  @Test
  void anOuterLimitStopsAnInnerOne() {
    var inner = new TimeLimit(Duration.ofSeconds(5), timing, () -> {});
    assertThatThrownBy(
            () ->
                guard.run(
                    () ->
                        inner.run(
                            () -> {
                              timing.advance(LONG);
                              new CountDownLatch(1).await();
                              return "never";
                            })))
        .isInstanceOf(GuardTimeoutException.class)
        .hasCauseInstanceOf(InterruptedException.class);
    assertThat(timeouts).hasValue(1);
  }

  @Test
  void realTimeInterruptsAWaitThatNeverEnds() {
    var real = new TimeLimit(Duration.ofMillis(20), Time.system(), () -> {});
    assertThatThrownBy(
            () ->
                real.run(
                    () -> {
                      new CountDownLatch(1).await();
                      return "never";
                    }))
        .isInstanceOf(GuardTimeoutException.class);
  }

  /** The interrupt and the end of the try race; the flag must never be seen afterwards. */
  @Test
  void noInterruptComesAfterTheEnd() throws Exception {
    var real = new TimeLimit(Duration.ofNanos(50_000), Time.system(), () -> {});
    int late = 0;
    for (int i = 0; i < 2_000; i++) {
      try {
        real.run(
            () -> {
              long end = System.nanoTime() + 50_000;
              while (System.nanoTime() < end) {
                Thread.onSpinWait();
              }
              return "ok";
            });
      } catch (GuardTimeoutException e) {
        late++;
      }
      assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }
    assertThat(late).isLessThanOrEqualTo(2_000);
  }
}

package dev.mecha.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mecha.runtime.options.ShutdownOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class EndingTest {

  private static final Duration GRACE = Duration.ofSeconds(5);

  @Test
  void waitsForTheAppAsLongAsItIsTold() {
    var waited = new ArrayList<Duration>();
    new Ending(new ShutdownOptions(GRACE, Duration.ofMinutes(3)), null)
        .goOnServing(
            time -> {
              waited.add(time);
              return true;
            },
            () -> waited.add(Duration.ZERO));
    assertThat(waited).containsExactly(Duration.ZERO, Duration.ofMinutes(3));
  }

  @Test
  void doesNotWaitUnlessItIsTold() {
    new Ending(new ShutdownOptions(GRACE, null), null)
        .goOnServing(
            time -> {
              throw new AssertionError("waits");
            },
            () -> {
              throw new AssertionError("stops what goes on");
            });
  }

  @Test
  void goesOnWithTheEndIfItIsInterruptedWhileItServes() {
    new Ending(new ShutdownOptions(GRACE, GRACE), null)
        .goOnServing(
            time -> {
              throw new InterruptedException();
            },
            () -> {});
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void endsTheProcessWhenClosingTakesTooLong() throws Exception {
    var ended = new CountDownLatch(1);
    var ending = new Ending(new ShutdownOptions(Duration.ofMillis(1), null), ended::countDown);
    ending.begin();
    assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void cutsCallsOffByItselfWhereNobodyEndsTheProcess() {
    assertThat(new Ending(new ShutdownOptions(GRACE, null), null).grace()).isEqualTo(GRACE);
    assertThat(new Ending(new ShutdownOptions(GRACE, null), () -> {}).grace()).isGreaterThan(GRACE);
  }

  @Test
  void zeroIsNoLimit() {
    var ending = new Ending(new ShutdownOptions(Duration.ZERO, null), () -> {});
    ending.begin();
    assertThat(ending.grace()).isGreaterThan(Duration.ofDays(1));
    ending.close();
  }
}

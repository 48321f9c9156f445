package dev.mecha.spi.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class VirtualClockTest {

  private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final VirtualClock clock = new VirtualClock(START).patience(LONG);
  private final List<String> seen = new CopyOnWriteArrayList<>();

  private void see(String what) {
    seen.add(what + "@" + Duration.between(START, clock.instant()).toMillis());
  }

  @Test
  void standsStillUntilItIsMoved() throws Exception {
    assertThat(clock.instant()).isEqualTo(START);
    long nanos = clock.nanoTime();
    clock.advance(Duration.ofMillis(1500));
    assertThat(clock.instant()).isEqualTo(START.plusMillis(1500));
    assertThat(clock.nanoTime() - nanos).isEqualTo(1_500_000_000L);
  }

  @Test
  void neverGoesBack() {
    assertThatThrownBy(() -> clock.advance(Duration.ofSeconds(-1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("PT-1S");
  }

  @Test
  void alarmsGoOffInTheirOrderEachAtItsOwnTime() throws Exception {
    clock.after(Duration.ofSeconds(2), () -> see("two"));
    clock.after(SECOND, () -> see("one"));
    clock.after(SECOND, () -> see("one again"));
    clock.after(Duration.ofSeconds(3), () -> see("never")).cancel();
    clock.after(Duration.ofSeconds(5), () -> see("later"));
    clock.advance(Duration.ofSeconds(4));
    assertThat(seen).containsExactly("one@1000", "one again@1000", "two@2000");
    clock.advance(SECOND);
    assertThat(seen).last().isEqualTo("later@5000");
  }

  @Test
  void anAlarmMaySetAnother() throws Exception {
    clock.after(SECOND, () -> clock.after(SECOND, () -> see("second")));
    clock.advance(Duration.ofSeconds(2));
    assertThat(seen).containsExactly("second@2000");
  }

  @Test
  void aThreadThatSleepsAgainAndAgainWakesAtEachOfItsTimes() throws Exception {
    Thread sleeper =
        Thread.ofVirtual()
            .start(
                clock.held(
                    () -> {
                      for (int i = 0; i < 3; i++) {
                        sleep(SECOND);
                        see("awake");
                      }
                    }));
    clock.advance(Duration.ofMillis(2500));
    assertThat(seen).containsExactly("awake@1000", "awake@2000");
    clock.advance(Duration.ofDays(1));
    assertThat(seen).hasSize(3).last().isEqualTo("awake@3000");
    sleeper.join();
  }

  private void sleep(Duration time) {
    try {
      clock.sleep(time);
    } catch (InterruptedException e) {
      see("interrupted");
    }
  }

  @Test
  void advancingWaitsForWorkThatWasHandedOver() throws Exception {
    var go = new CountDownLatch(1);
    Thread.ofVirtual()
        .start(
            clock.held(
                () -> {
                  awaitUninterruptibly(go);
                  see("done");
                }));
    Thread.ofVirtual().start(go::countDown);
    clock.advance(Duration.ZERO);
    assertThat(seen).containsExactly("done@0");
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aThreadThatWokeIsWaitedForUntilItEnds() throws Exception {
    var asleep = new CompletableFuture<Void>();
    Thread.ofVirtual()
        .start(
            () -> {
              asleep.complete(null);
              sleep(SECOND);
              LockSupport.parkNanos(2_000_000); // busy with something else
              see("ended");
            });
    asleep.join();
    assertThat(clock.awaitDue(SECOND, LONG)).isTrue();
    clock.advance(SECOND);
    assertThat(seen).containsExactly("ended@1000");
  }

  /** What a time limit does: an alarm interrupts the one who sleeps. */
  @Test
  void whoIsInterruptedByAnAlarmIsWaitedFor() throws Exception {
    for (int round = 0; round < 200; round++) {
      seen.clear();
      var started = new CountDownLatch(1);
      Thread.ofVirtual()
          .start(
              clock.held(
                  () -> {
                    Thread self = Thread.currentThread();
                    clock.after(SECOND, self::interrupt);
                    started.countDown();
                    sleep(Duration.ofHours(1));
                    sleep(SECOND);
                    see("again");
                  }));
      started.await();
      clock.advance(Duration.ofSeconds(3));
      assertThat(seen).hasSize(2);
      assertThat(Duration.between(START, clock.instant()))
          .isEqualTo(SECOND.multipliedBy(3L * (round + 1)));
      assertThat(seen.getFirst()).isEqualTo("interrupted@" + (round * 3000L + 1000));
      assertThat(seen.getLast()).isEqualTo("again@" + (round * 3000L + 2000));
    }
  }

  @Test
  void whatHangsIsLeftAloneWhenThePatienceIsOver() throws Exception {
    clock.patience(Duration.ofMillis(10));
    var never = new CountDownLatch(1);
    Thread hanging = Thread.ofVirtual().start(clock.held(() -> awaitUninterruptibly(never)));
    clock.after(SECOND, () -> see("alarm"));
    clock.advance(SECOND);
    assertThat(seen).containsExactly("alarm@1000");
    never.countDown();
    hanging.join();
  }

  @Test
  void whoIsInterruptedDoesNotSleep() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> clock.sleep(Duration.ZERO)).isInstanceOf(InterruptedException.class);
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void nothingThatIsDueIsSaidSo() throws Exception {
    clock.after(Duration.ofSeconds(5), () -> {});
    assertThat(clock.awaitDue(SECOND, Duration.ofMillis(1))).isFalse();
    assertThat(clock.awaitDue(Duration.ofSeconds(5), Duration.ZERO)).isTrue();
  }

  @Test
  void theEndOfTimeIsFarAway() throws Exception {
    clock.after(Duration.ofSeconds(Long.MAX_VALUE), () -> see("never"));
    clock.advance(Duration.ofDays(10_000_000));
    assertThat(seen).isEmpty();
    assertThat(clock.nanoTime()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void theSystemsTimePasses() throws Exception {
    Time time = Time.system();
    long begin = time.nanoTime();
    var fired = new CompletableFuture<Long>();
    time.after(Duration.ofMillis(5), () -> fired.complete(time.nanoTime()));
    assertThat(fired.get() - begin).isGreaterThanOrEqualTo(5_000_000);
    time.sleep(Duration.ofMillis(1));
    Runnable work = () -> {};
    assertThat(time.held(work)).isSameAs(work);
    List<Boolean> cancelled = new ArrayList<>();
    time.after(Duration.ofHours(1), () -> cancelled.add(true)).cancel();
    assertThat(cancelled).isEmpty();
  }
}

package dev.mecha.kernel.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class AppHealthTest {

  private static final AppHealthOptions OPTIONS =
      new AppHealthOptions(Duration.ofSeconds(5), Duration.ofSeconds(1), 3);

  @Test
  void isUnwellUntilTheFirstSuccess() {
    var health = new AppHealth(3);
    assertThat(health.healthy()).isFalse();
    for (int i = 0; i < 10; i++) {
      assertThat(health.probed(false)).isFalse();
    }
    assertThat(health.probed(true)).isTrue();
    assertThat(health.healthy()).isTrue();
  }

  @Test
  void isUnwellAfterSeveralFailuresInARowOnly() {
    var health = new AppHealth(3);
    health.probed(true);
    for (int i = 0; i < 10; i++) {
      assertThat(health.probed(false)).isFalse();
      assertThat(health.probed(false)).isFalse();
      assertThat(health.probed(true)).isFalse();
    }
    health.probed(false);
    health.probed(false);
    assertThat(health.probed(false)).isTrue();
    assertThat(health.healthy()).isFalse();
    assertThat(health.probed(false)).isFalse();
    assertThat(health.probed(true)).isTrue();
  }

  @Test
  void refusesOptionsOutOfRange() {
    assertThatThrownBy(() -> new AppHealthOptions(Duration.ofSeconds(1), Duration.ofSeconds(2), 3))
        .hasMessage("app health checks probe timeouts must be smaller than probe intervals");
    assertThatThrownBy(() -> new AppHealthOptions(Duration.ZERO, Duration.ZERO, 3))
        .hasMessage("probe interval must be larger than 0");
    assertThatThrownBy(() -> new AppHealth(0)).hasMessage("threshold: 0 (expected: >= 1)");
  }

  /** Runs through a list of results, each taking its time; the clock moves only here. */
  private static final class Script {

    private final AtomicLong now = new AtomicLong(77);
    private final List<String> seen = new ArrayList<>();
    private final CompletableFuture<List<String>> end = new CompletableFuture<>();
    private final List<String> steps;

    Script(String... steps) {
      this.steps = new ArrayList<>(List.of(steps));
    }

    ProbeResult probe(Duration timeout) throws InterruptedException {
      if (steps.isEmpty()) {
        end.complete(seen);
        new CountDownLatch(1).await();
      }
      seen.add("probe@" + (now.get() - 77) / 1_000_000_000L);
      String[] step = steps.removeFirst().split(" ");
      now.addAndGet(Long.parseLong(step[1]) * 1_000_000_000L);
      return switch (step[0]) {
        case "ok" -> ProbeResult.HEALTHY;
        case "bad" -> ProbeResult.unhealthy("because");
        default -> throw new IllegalStateException("broken");
      };
    }

    List<String> run() throws Exception {
      try (var monitor =
          new AppHealthMonitor(
              OPTIONS, this::probe, now::get, time -> now.addAndGet(time.toNanos()))) {
        monitor
            .onChange(healthy -> seen.add("first " + healthy))
            .onChange(
                healthy -> {
                  throw new IllegalStateException("a listener's fault");
                })
            .onChange(healthy -> seen.add("second " + healthy));
        monitor.start();
        return end.get(5, TimeUnit.SECONDS);
      }
    }
  }

  @Test
  void probesAtOnceAndThenAtEachInterval() throws Exception {
    assertThat(new Script("bad 0", "bad 1", "ok 2").run())
        .containsExactly("probe@0", "probe@5", "probe@10", "first true", "second true");
  }

  @Test
  void tellsChangesInOrder() throws Exception {
    assertThat(new Script("ok 0", "bad 0", "throw 0", "bad 0", "bad 0", "ok 0").run())
        .containsExactly(
            "probe@0",
            "first true",
            "second true",
            "probe@5",
            "probe@10",
            "probe@15",
            "first false",
            "second false",
            "probe@20",
            "probe@25",
            "first true",
            "second true");
  }

  @Test
  void letsASlowProbeDelayTheNext() throws Exception {
    assertThat(new Script("bad 7", "bad 5", "bad 1", "bad 0").run())
        .containsExactly("probe@0", "probe@7", "probe@12", "probe@17");
  }

  @Test
  void wakesWhoeverWaitsForTheAppToBeUnwell() throws Exception {
    var well = new CountDownLatch(1);
    var failing = new CountDownLatch(1);
    var results =
        new ArrayDeque<>(
            List.of(
                ProbeResult.HEALTHY,
                ProbeResult.unhealthy("1"),
                ProbeResult.unhealthy("2"),
                ProbeResult.unhealthy("3")));
    var monitor =
        new AppHealthMonitor(
            OPTIONS,
            timeout -> results.removeFirst(),
            System::nanoTime,
            time -> {
              well.countDown();
              (results.isEmpty() ? new CountDownLatch(1) : failing).await();
            });
    assertThat(monitor.awaitUnhealthy(Duration.ofDays(1))).as("before the first probe").isTrue();
    monitor.start();
    monitor.awaitFirst();
    assertThat(monitor.healthy()).isTrue();
    well.await();
    assertThat(monitor.awaitUnhealthy(Duration.ofMillis(1))).isFalse();
    failing.countDown();
    assertThat(monitor.awaitUnhealthy(Duration.ofDays(1))).isTrue();
    monitor.close();
  }

  @Test
  void endsWhileItWaits() throws Exception {
    var waiting = new CountDownLatch(1);
    var monitor =
        new AppHealthMonitor(
            OPTIONS,
            timeout -> ProbeResult.HEALTHY,
            System::nanoTime,
            time -> {
              waiting.countDown();
              new CountDownLatch(1).await();
            });
    monitor.start();
    waiting.await();
    assertThat(monitor.healthy()).isTrue();
    monitor.close();
    monitor.close();
  }
}

package dev.mecha.component.bindings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mecha.spi.ComponentException;
import dev.mecha.spi.InvalidMetadataException;
import dev.mecha.spi.binding.InputEvent;
import dev.mecha.spi.binding.Reading;
import dev.mecha.spi.time.VirtualClock;
import dev.mecha.tck.ComponentContexts;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Schedules under a clock that stands still unless it is moved. */
@Timeout(30)
class CronBindingTest {

  private static final byte[] NOTHING = {};

  private final VirtualClock clock = new VirtualClock(Instant.parse("2026-03-01T10:00:00Z"));

  private CronBinding every(String schedule) {
    return new CronBinding("tick", Schedules.parse(schedule, ZoneOffset.UTC), clock);
  }

  /** Until the reading waits for its time. */
  private void begun() throws InterruptedException {
    assertThat(clock.awaitDue(Duration.ofHours(1), Duration.ofSeconds(20))).isTrue();
  }

  @Test
  void anEventComesAtItsTimeAndNotBefore() throws Exception {
    List<InputEvent> events = new CopyOnWriteArrayList<>();
    try (Reading _ =
        every("@hourly")
            .read(
                event -> {
                  events.add(event);
                  return NOTHING;
                })) {
      begun();
      clock.advance(Duration.ofMinutes(60).minusNanos(1));
      assertThat(events).isEmpty();
      clock.advance(Duration.ofNanos(1));
      assertThat(events).hasSize(1);
      clock.advance(Duration.ofHours(5));
      assertThat(events).hasSize(6);
      assertThat(events.getFirst().data()).isEmpty();
      assertThat(events.getFirst().metadata())
          .containsEntry("timeZone", "Local")
          .containsEntry("readTimeUTC", "2026-03-01 11:00:00.000000000 +0000 UTC");
    }
  }

  @Test
  void anEventThatTakesLongDoesNotHoldUpTheNext() throws Exception {
    clock.patience(Duration.ofMillis(20));
    var under = new ArrayBlockingQueue<InputEvent>(10);
    var gate = new CountDownLatch(1);
    try (Reading _ =
        every("@every 1s")
            .read(
                event -> {
                  under.put(event);
                  gate.await();
                  return NOTHING;
                })) {
      begun();
      clock.advance(Duration.ofSeconds(3));
      assertThat(under.poll(20, TimeUnit.SECONDS)).isNotNull();
      assertThat(under.poll(20, TimeUnit.SECONDS)).isNotNull();
      gate.countDown();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "* * *", "@sometimes"})
  void aScheduleThatSaysNothingIsRefused(String schedule, @TempDir Path home) {
    var context =
        ComponentContexts.of("bindings.cron", home)
            .metadata(Map.of("schedule", schedule))
            .context();
    assertThatThrownBy(() -> new CronBinding.Provider().create(context))
        .isInstanceOf(InvalidMetadataException.class)
        .hasMessageContaining("schedule");
  }

  @Test
  void aClosedBindingReadsNoMore() {
    CronBinding binding = every("@hourly");
    binding.close();
    assertThatThrownBy(() -> binding.read(_ -> NOTHING)).isInstanceOf(ComponentException.class);
  }
}

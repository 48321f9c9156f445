package dev.mecha.component.bindings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.mecha.spi.ComponentException;
import dev.mecha.spi.InvalidMetadataException;
import dev.mecha.spi.binding.InputEvent;
import dev.mecha.spi.binding.Reading;
import dev.mecha.tck.ComponentContexts;
import dev.mecha.tck.TckClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.SynchronousQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Schedules under a clock that stands still unless it is moved. */
@Timeout(30)
class CronBindingTest {

  private static final byte[] NOTHING = {};

  private final TckClock clock = new TckClock(Instant.parse("2026-03-01T10:00:00Z"));

  /** Whoever waits says for how long, and goes on when somebody takes that. */
  private final BlockingQueue<Duration> waits = new SynchronousQueue<>();

  private CronBinding every(String schedule) {
    return new CronBinding("tick", Schedules.parse(schedule, ZoneOffset.UTC), clock, waits::put);
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
      assertThat(waits.take()).isEqualTo(Duration.ofHours(1));
      clock.advance(Duration.ofMinutes(59));
      assertThat(waits.take()).isBetween(Duration.ofMinutes(1), Duration.ofHours(1));
      assertThat(waits.take()).isEqualTo(Duration.ofMinutes(1));
      assertThat(events).isEmpty();
      clock.advance(Duration.ofMinutes(1));
      waits.take();
      assertThat(waits.take()).isEqualTo(Duration.ofHours(1));
      await().until(() -> events.size() == 1);
      assertThat(events.getFirst().data()).isEmpty();
      assertThat(events.getFirst().metadata())
          .containsEntry("timeZone", "Local")
          .containsEntry("readTimeUTC", "2026-03-01 11:00:00.000000000 +0000 UTC");
    }
  }

  @Test
  void anEventThatTakesLongDoesNotHoldUpTheNext() throws Exception {
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
      for (int i = 0; i < 3; i++) {
        waits.take();
        clock.advance(Duration.ofSeconds(1));
      }
      waits.take();
      await().until(() -> under.size() >= 2);
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

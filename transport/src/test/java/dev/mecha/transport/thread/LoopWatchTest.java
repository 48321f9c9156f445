package dev.mecha.transport.thread;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LoopWatchTest {

  private final LoopPulse pulse = new LoopPulse();
  private final LoopWatch watch = new LoopWatch(pulse);

  @BeforeEach
  void thisThreadIsTheLoop() {
    pulse.begin();
  }

  private @Nullable HeldLoop lookAfter(int millis) {
    return watch.look(Duration.ofMillis(millis).toNanos());
  }

  @Test
  void saysNothingOfALoopThatWaits() {
    pulse.waits();
    assertThat(lookAfter(10)).isNull();
    assertThat(lookAfter(1000)).isNull();
    assertThat(watch.isActive()).isFalse();
  }

  @Test
  void saysNothingOfManyShortPiecesOfWork() {
    for (int i = 0; i < 100; i++) {
      pulse.works();
      assertThat(lookAfter(10)).isNull();
    }
  }

  @Test
  void namesWhatHeldTheLoopWhenItIsOver() {
    pulse.works();
    assertThat(lookAfter(10)).isNull();
    assertThat(lookAfter(10)).isNull();
    assertThat(lookAfter(10)).isNull();
    assertThat(lookAfter(15)).isNull();
    pulse.waits();
    HeldLoop held = Objects.requireNonNull(lookAfter(10));
    assertThat(held.held()).isEqualTo(Duration.ofMillis(30));
    assertThat(held.loop()).isEqualTo(Thread.currentThread().getName());
    assertThat(held.stack()).contains("LoopWatchTest.");
    assertThat(lookAfter(10)).isNull();
  }

  @Test
  void doesNotWaitForTheEndForEver() {
    pulse.works();
    int looks = 0;
    while (lookAfter(10) == null) {
      looks++;
    }
    assertThat(looks).isEqualTo(100);
    assertThat(lookAfter(10)).isNull();
    pulse.works();
    assertThat(lookAfter(10)).isNull();
  }

  @Test
  void blamesNobodyForAPauseOfTheWholeProcess() {
    pulse.works();
    assertThat(lookAfter(10)).isNull();
    assertThat(lookAfter(5)).isNull();
    assertThat(lookAfter(300)).isNull();
    pulse.waits();
    assertThat(lookAfter(10)).isNull();
  }
}

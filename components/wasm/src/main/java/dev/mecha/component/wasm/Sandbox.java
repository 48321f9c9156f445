package dev.mecha.component.wasm;

import com.dylibso.chicory.wasi.WasiOptions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/** What guests see of time and chance. */
enum Sandbox {
  /** As they are. */
  OPEN {
    @Override
    WasiOptions.Builder apply(WasiOptions.Builder options) {
      return options;
    }
  },
  /** Neither: time goes on by a millisecond whenever it is read, and chance is always the same. */
  STRICT {
    @Override
    WasiOptions.Builder apply(WasiOptions.Builder options) {
      return options.withClock(new Ticking()).withRandom(new Random(0));
    }
  };

  abstract WasiOptions.Builder apply(WasiOptions.Builder options);

  private static final class Ticking extends Clock {

    private final Instant begin = Instant.ofEpochSecond(Instant.now().getEpochSecond());
    private final AtomicLong ticks = new AtomicLong();

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return begin.plus(Duration.ofMillis(ticks.incrementAndGet()));
    }
  }
}

package dev.mecha.component.bindings;

import dev.mecha.spi.ComponentContext;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.binding.Binding;
import dev.mecha.spi.binding.EventHandler;
import dev.mecha.spi.binding.InputBinding;
import dev.mecha.spi.binding.Reading;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Brings an event whenever a schedule says so. Nobody sends a missed one again: one that the
 * application does not take is gone, and so is one whose time passes while nobody reads.
 */
public final class CronBinding implements InputBinding {

  /** How long a wait may be before the clock is looked at again: somebody may have set it. */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

  /** Lets time go by; in tests somebody else's. */
  @FunctionalInterface
  interface Pause {
    void await(Duration time) throws InterruptedException;
  }

  private final String name;
  private final Schedule schedule;
  private final InstantSource clock;
  private final Pause pause;
  private final Set<CronReading> readings = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  CronBinding(String name, Schedule schedule, InstantSource clock, Pause pause) {
    this.name = name;
    this.schedule = schedule;
    this.clock = clock;
    this.pause = pause;
  }

  private static void letPass(Duration time) throws InterruptedException {
    long millis = Math.min(time.toMillis() + 1, LONGEST_WAIT.toMillis());
    boolean never = new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
    assert !never;
  }

  @Override
  public boolean neverHoldsCarrier() {
    return true;
  }

  @Override
  public Reading read(EventHandler handler) {
    if (closed) {
      throw new ComponentException("binding is closed");
    }
    var reading = new CronReading(name, schedule, clock, pause, handler, readings::remove);
    readings.add(reading);
    reading.start();
    return reading;
  }

  @Override
  public void close() {
    closed = true;
    readings.forEach(CronReading::close);
  }

  /** Makes {@code bindings.cron}. */
  public static final class Provider implements ComponentProvider<Binding> {

    @Override
    public Class<Binding> kind() {
      return Binding.class;
    }

    @Override
    public List<String> types() {
      return List.of("bindings.cron");
    }

    @Override
    public Binding create(ComponentContext context) {
      Schedule schedule =
          context
              .metadata()
              .property("schedule")
              .parse(Schedules.EXPECTED, text -> Schedules.parse(text, ZoneId.systemDefault()));
      return new CronBinding(context.name(), schedule, context.clock(), CronBinding::letPass);
    }
  }
}

package dev.mecha.component.bindings;

import dev.mecha.spi.ComponentContext;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.binding.Binding;
import dev.mecha.spi.binding.EventHandler;
import dev.mecha.spi.binding.InputBinding;
import dev.mecha.spi.binding.Reading;
import dev.mecha.spi.time.Time;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Brings an event whenever a schedule says so. Nobody sends a missed one again: one that the
 * application does not take is gone, and so is one whose time passes while nobody reads.
 */
public final class CronBinding implements InputBinding {

  private final String name;
  private final Schedule schedule;
  private final Time clock;
  private final Set<CronReading> readings = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  CronBinding(String name, Schedule schedule, Time clock) {
    this.name = name;
    this.schedule = schedule;
    this.clock = clock;
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
    var reading = new CronReading(name, schedule, clock, handler, readings::remove);
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
      return new CronBinding(context.name(), schedule, context.clock());
    }
  }
}

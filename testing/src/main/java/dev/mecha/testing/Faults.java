package dev.mecha.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What goes wrong at present. Thread-safe; a fault takes effect with the next call.
 *
 * <pre>{@code
 * faults.component("statestore").times(2).fail("disk full");
 * faults.component("pubsub").delay(Duration.ofSeconds(5));
 * faults.app().crash();
 * faults.clear();
 * }</pre>
 */
public final class Faults {

  private final List<Active> active = new ArrayList<>(); // guarded by this
  private final AtomicLong names = new AtomicLong();

  private static final class Active {

    private final Fault fault;
    private int left;

    Active(Fault fault) {
      this.fault = fault;
      this.left = fault.times();
    }
  }

  /**
   * What happens to one call.
   *
   * @param delay before it; zero for none
   * @param fault what else goes wrong, or null
   */
  record Effect(Duration delay, @Nullable Fault fault) {}

  /** Nothing goes wrong yet. */
  public Faults() {}

  /**
   * @param name of a component
   * @return lets something go wrong there
   */
  public FaultMaker component(String name) {
    return new FaultMaker(this, new Fault.Place(name), 0);
  }

  /**
   * @return lets something go wrong on the way to the application
   */
  public FaultMaker app() {
    return new FaultMaker(this, Fault.Place.APP, 0);
  }

  /**
   * Adds a fault, in place of one of that name.
   *
   * @param fault what goes wrong from now on
   */
  public synchronized void put(Fault fault) {
    remove(fault.name());
    active.add(new Active(fault));
  }

  String nextName() {
    return "fault-" + names.incrementAndGet();
  }

  /**
   * Takes a fault back.
   *
   * @param name of the fault
   * @return whether there was one
   */
  public synchronized boolean remove(String name) {
    return active.removeIf(one -> one.fault.name().equals(name));
  }

  /** Takes all back. */
  public synchronized void clear() {
    active.clear();
  }

  /**
   * @return what goes wrong at present, in the order in which it was added
   */
  public synchronized List<Fault> all() {
    return active.stream().map(one -> one.fault).toList();
  }

  /** A call is made. All delays add up; of what else is wrong the first counts. */
  synchronized Effect meet(Fault.Place place) {
    Duration delay = Duration.ZERO;
    Fault first = null;
    for (Active one : List.copyOf(active)) {
      boolean isDelay = one.fault.kind() == Fault.Kind.DELAY;
      if (one.fault.place().equals(place) && (isDelay || first == null)) {
        delay = isDelay ? delay.plus(one.fault.delay()) : delay;
        first = isDelay ? first : one.fault;
        if (one.left > 0 && --one.left == 0) {
          active.remove(one);
        }
      }
    }
    return new Effect(delay, first);
  }

  synchronized boolean isCrashed(Fault.Place place) {
    return active.stream()
        .anyMatch(one -> one.fault.place().equals(place) && one.fault.kind() == Fault.Kind.CRASH);
  }
}

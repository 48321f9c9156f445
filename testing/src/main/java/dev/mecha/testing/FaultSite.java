package dev.mecha.testing;

import dev.mecha.spi.ComponentException;
import dev.mecha.spi.time.Time;
import dev.mecha.testing.Fault.Place;
import org.jspecify.annotations.Nullable;

/**
 * A place that calls pass.
 *
 * @param faults what goes wrong
 * @param place which
 * @param time by which calls are held up
 */
record FaultSite(Faults faults, Place place, Time time) {

  /**
   * A call is about to be made. Holds it up if it is to be held up.
   *
   * @return what goes wrong, or null
   */
  @Nullable Fault enter() throws InterruptedException {
    Faults.Effect effect = faults.meet(place);
    if (effect.delay().isPositive()) {
      time.sleep(effect.delay());
    }
    return effect.fault();
  }

  /**
   * As {@link #enter}, for a component: fails if the call is to fail.
   *
   * @return {@link Fault.Kind#DROP}, {@link Fault.Kind#DUPLICATE} or null
   */
  Fault.@Nullable Kind enterComponent() throws InterruptedException {
    Fault fault = enter();
    if (fault == null) {
      return null;
    }
    return switch (fault.kind()) {
      case FAIL -> throw new ComponentException(fault.message());
      case CRASH -> throw crashed();
      case DROP, DUPLICATE, DELAY -> fault.kind();
    };
  }

  /** Something comes the other way, from a component. */
  void leave() {
    if (faults.isCrashed(place)) {
      throw crashed();
    }
  }

  private ComponentException crashed() {
    return new ComponentException(place + " has crashed, since the test says so");
  }
}

package dev.mecha.testing;

import dev.mecha.testing.Fault.Kind;
import dev.mecha.testing.Fault.Place;
import java.time.Duration;

/**
 * Lets something go wrong at one place. Each method adds a fault that stays until it is removed.
 */
public final class FaultMaker {

  private final Faults faults;
  private final Place place;
  private final int times;

  FaultMaker(Faults faults, Place place, int times) {
    this.faults = faults;
    this.place = place;
    this.times = times;
  }

  /**
   * Limits what follows.
   *
   * @param calls how many calls it concerns; 0 for all
   * @return makes faults that end by themselves
   */
  public FaultMaker times(int calls) {
    return new FaultMaker(faults, place, calls);
  }

  /**
   * Messages and writes are lost although nothing says so; the application does not answer.
   *
   * @return the fault
   */
  public Fault drop() {
    return add(Kind.DROP, Duration.ZERO, "");
  }

  /**
   * Calls take longer.
   *
   * @param time on the sidecar's clock
   * @return the fault
   */
  public Fault delay(Duration time) {
    return add(Kind.DELAY, time, "");
  }

  /**
   * Messages are published, bindings asked, applications called twice.
   *
   * @return the fault
   */
  public Fault duplicate() {
    return add(Kind.DUPLICATE, Duration.ZERO, "");
  }

  /**
   * Calls fail.
   *
   * @param message what the failure says
   * @return the fault
   */
  public Fault fail(String message) {
    return add(Kind.FAIL, Duration.ZERO, message);
  }

  /**
   * The component fails at every call and hands over no message; the application is not there.
   *
   * @return the fault
   */
  public Fault crash() {
    return add(Kind.CRASH, Duration.ZERO, "");
  }

  private Fault add(Kind kind, Duration delay, String message) {
    var fault = new Fault(faults.nextName(), place, kind, delay, message, times);
    faults.put(fault);
    return fault;
  }
}

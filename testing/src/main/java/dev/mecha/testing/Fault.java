package dev.mecha.testing;

import java.time.Duration;

/**
 * Something that goes wrong until it is taken back.
 *
 * @param name tells it from others
 * @param place where it goes wrong
 * @param kind what goes wrong
 * @param delay of a {@link Kind#DELAY}; otherwise zero
 * @param message of a failure; otherwise empty
 * @param times how many calls it concerns; 0 for all
 */
public record Fault(
    String name, Place place, Kind kind, Duration delay, String message, int times) {

  /** What goes wrong. */
  public enum Kind {
    /**
     * A component claims to have done what it has not: a message or a write is lost. The
     * application never answers.
     */
    DROP,
    /** A call takes its time, on the sidecar's clock, before it is made. */
    DELAY,
    /** A message is published, a binding asked, the application called twice. */
    DUPLICATE,
    /** A call fails with a message. */
    FAIL,
    /** A component fails at every call and hands nothing over; the application is not there. */
    CRASH
  }

  /**
   * Where something goes wrong.
   *
   * @param component its name; empty for the application
   */
  public record Place(String component) {

    /** The way to the application. */
    public static final Place APP = new Place("");

    boolean isApp() {
      return component.isEmpty();
    }

    /** For messages. */
    @Override
    public String toString() {
      return isApp() ? "the application" : "component " + component;
    }
  }

  /**
   * @throws IllegalArgumentException naming what is wrong
   */
  public Fault {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("name: \"\" (expected: not empty)");
    }
    if (times < 0) {
      throw new IllegalArgumentException("times: " + times + " (expected: 0 or more)");
    }
    if (kind == Kind.DELAY && !delay.isPositive()) {
      throw new IllegalArgumentException(
          "delay: " + delay + " (expected: more than zero for a fault of kind delay)");
    }
  }
}

package dev.mecha.kernel.resilience;

/** Which way a call goes. */
public enum Direction {
  /** From a component to the application. */
  INBOUND("Inbound"),
  /** To a component, an application or an actor. */
  OUTBOUND("Outbound");

  private final String part;

  Direction(String part) {
    this.part = part;
  }

  /** Its part of the names of default policies. */
  String part() {
    return part;
  }
}

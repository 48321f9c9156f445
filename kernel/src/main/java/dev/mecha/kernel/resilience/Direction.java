package dev.mecha.kernel.resilience;

/** Which way a call goes. */
public enum Direction {
  /** From a component to the application. */
  INBOUND("Inbound", "inbound"),
  /** To a component, an application or an actor. */
  OUTBOUND("Outbound", "outbound");

  private final String part;
  private final String label;

  Direction(String part, String label) {
    this.part = part;
    this.label = label;
  }

  /**
   * @return as metrics call it
   */
  public String label() {
    return label;
  }

  /** Its part of the names of default policies. */
  String part() {
    return part;
  }
}

package dev.mecha.kernel.trace;

/**
 * How a span ended.
 *
 * @param error whether what it stands for failed
 * @param description why it failed; empty if it did not
 */
public record SpanStatus(boolean error, String description) {

  /** Nothing went wrong. */
  public static final SpanStatus UNSET = new SpanStatus(false, "");

  /**
   * @param description why
   * @return the status of what failed
   */
  public static SpanStatus error(String description) {
    return new SpanStatus(true, description);
  }
}

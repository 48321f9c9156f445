package dev.mecha.kernel.expression;

/** A text is no expression, or none that can be used where it is written. */
public final class InvalidExpressionException extends Exception {

  private static final long serialVersionUID = 1;

  /**
   * @param text what was written
   * @param expected what was expected, and what was found wrong
   */
  InvalidExpressionException(String text, String expected) {
    super("\"" + text + "\" (expected: " + expected.strip().replaceAll("\\s+", " ") + ")");
  }
}

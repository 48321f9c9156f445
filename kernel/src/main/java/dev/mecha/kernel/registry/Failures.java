package dev.mecha.kernel.registry;

/** Says what went wrong in the words of whoever threw. */
final class Failures {

  private Failures() {}

  /**
   * The message, or the type of an exception that has none; with the type if it is a fault rather
   * than a refusal.
   */
  static String describe(Throwable thrown) {
    String message = thrown.getMessage();
    if (message == null || message.isBlank()) {
      return thrown.getClass().getName();
    }
    return thrown instanceof LinkageError ? thrown.getClass().getName() + ": " + message : message;
  }
}

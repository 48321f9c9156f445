package dev.mecha.runtime.options;

/**
 * The command line is wrong. The message names the flag, shows the value and says what was
 * expected.
 */
public class UsageException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * @param message for the person at the terminal
   */
  public UsageException(String message) {
    super(message);
  }
}

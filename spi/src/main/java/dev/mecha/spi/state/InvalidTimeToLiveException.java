package dev.mecha.spi.state;

import dev.mecha.spi.ComponentException;

/** The life span asked for is not a number of seconds. */
public class InvalidTimeToLiveException extends ComponentException {

  private static final long serialVersionUID = 1L;

  /**
   * @param value what was given
   */
  public InvalidTimeToLiveException(String value) {
    super(TimeToLive.IN_SECONDS + ": \"" + value + "\" (expected: an integer of seconds)");
  }
}

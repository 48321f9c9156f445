package dev.mecha.spi;

/**
 * A metadata field of a component is missing or wrong. The message names the field and says what
 * was expected.
 */
public class InvalidMetadataException extends ComponentException {

  private static final long serialVersionUID = 1L;

  /**
   * @param message such as {@code redisDB: "x" (expected: an integer from 0 to 15)}
   */
  public InvalidMetadataException(String message) {
    super(message);
  }
}

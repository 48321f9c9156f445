package dev.mecha.block.state.store;

import dev.mecha.spi.ComponentException;

/** A key contains what separates keys from their prefix. */
public class IllegalKeyException extends ComponentException {

  private static final long serialVersionUID = 1L;

  private final String key;

  IllegalKeyException(String key) {
    super("input key/keyPrefix '" + key + "' can't contain '" + KeyPrefix.SEPARATOR + "'");
    this.key = key;
  }

  /**
   * @return the key as it was given
   */
  public String key() {
    return key;
  }
}

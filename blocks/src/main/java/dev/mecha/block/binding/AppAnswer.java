package dev.mecha.block.binding;

import dev.mecha.spi.state.SetRequest;
import java.util.List;

/**
 * What an application answered to an event, and what it wants done.
 *
 * @param body for the service that the event came from; may be empty
 * @param storeName where the states are kept
 * @param states what to keep; empty for nothing
 * @param to the output bindings that get the data; empty for none
 * @param parallel whether they get it at once rather than one after the other
 * @param data what they get
 */
record AppAnswer(
    byte[] body,
    String storeName,
    List<SetRequest> states,
    List<String> to,
    boolean parallel,
    byte[] data) {

  private static final byte[] NOTHING = {};

  /** An answer and no wishes. */
  static AppAnswer of(byte[] body) {
    return new AppAnswer(body, "", List.of(), List.of(), false, NOTHING);
  }
}

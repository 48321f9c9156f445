package dev.mecha.spi.binding;

import java.util.Map;

/**
 * What an input binding brings.
 *
 * @param data the event; empty if nothing; not copied
 * @param metadata what the service says beside it: headers of the call to an application that
 *     speaks HTTP; unmodifiable
 */
public record InputEvent(byte[] data, Map<String, String> metadata) {

  /** Takes a copy of the metadata. */
  public InputEvent {
    metadata = Map.copyOf(metadata);
  }

  /** The size and the names of the metadata. */
  @Override
  public String toString() {
    return data.length + " bytes " + metadata.keySet();
  }
}

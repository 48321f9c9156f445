package dev.mecha.spi.binding;

import java.util.Map;

/**
 * What an output binding is asked to do.
 *
 * @param operation one of {@link OutputBinding#operations}
 * @param data what to do it with, often JSON; empty if nothing; not copied
 * @param metadata what the caller says beside it, names in the caller's case; unmodifiable
 */
public record BindingRequest(String operation, byte[] data, Map<String, String> metadata) {

  /** Takes a copy of the metadata. */
  public BindingRequest {
    metadata = Map.copyOf(metadata);
  }

  /** The operation and the names of the metadata: the rest may be secret. */
  @Override
  public String toString() {
    return operation + metadata.keySet();
  }
}

package dev.mecha.spi.binding;

import java.util.Map;

/**
 * What a service answered to an output binding.
 *
 * @param data the answer; empty if nothing; not copied
 * @param metadata what it said beside it; unmodifiable
 */
public record BindingResponse(byte[] data, Map<String, String> metadata) {

  /** Takes a copy of the metadata. */
  public BindingResponse {
    metadata = Map.copyOf(metadata);
  }

  /**
   * An answer without metadata.
   *
   * @param data the answer
   * @return the response
   */
  public static BindingResponse of(byte[] data) {
    return new BindingResponse(data, Map.of());
  }

  /** The size and the names of the metadata: the rest may be secret. */
  @Override
  public String toString() {
    return data.length + " bytes " + metadata.keySet();
  }
}

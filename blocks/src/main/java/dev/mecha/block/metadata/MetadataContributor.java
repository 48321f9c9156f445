package dev.mecha.block.metadata;

import dev.mecha.protocol.runtime.v1.GetMetadataResponse;

/** A part of the runtime that has something to tell. */
@FunctionalInterface
public interface MetadataContributor {

  /**
   * @param metadata where to add what is true now
   */
  void contribute(GetMetadataResponse.Builder metadata);
}

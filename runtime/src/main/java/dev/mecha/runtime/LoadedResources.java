package dev.mecha.runtime;

import dev.mecha.block.metadata.MetadataContributor;
import dev.mecha.kernel.resilience.Guards;
import dev.mecha.protocol.runtime.v1.GetMetadataResponse;
import dev.mecha.protocol.runtime.v1.MetadataHTTPEndpoint;
import dev.mecha.protocol.runtime.v1.MetadataResiliency;

/** Tells in the metadata API which resources besides components are in force. */
record LoadedResources(Guards guards, HttpEndpoints endpoints) implements MetadataContributor {

  @Override
  public void contribute(GetMetadataResponse.Builder metadata) {
    for (String name : endpoints.names()) {
      metadata.addHttpEndpoints(MetadataHTTPEndpoint.newBuilder().setName(name));
    }
    for (String name : guards.names()) {
      metadata.addResiliencies(MetadataResiliency.newBuilder().setName(name));
    }
  }
}

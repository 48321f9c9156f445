package dev.mecha.kernel.pipeline;

import io.grpc.Metadata;

/** A gRPC call as a handler sees it. */
public interface GrpcExchange extends Exchange {

  /**
   * @return the caller's metadata, without what filters have removed
   */
  Metadata requestMetadata();

  /**
   * @return the header metadata of the answer, to be filled before the handler returns
   */
  Metadata responseMetadata();
}

package dev.mecha.kernel.pipeline;

import java.util.List;

/** A capability of the sidecar, as the composition root hands it to the transports. */
public interface BuildingBlock {

  /**
   * @return its HTTP routes; constant
   */
  default List<HttpRoute> httpRoutes() {
    return List.of();
  }

  /**
   * @return its gRPC methods; constant
   */
  default List<GrpcMethod<?, ?>> grpcMethods() {
    return List.of();
  }

  /**
   * @return its gRPC methods that stream; constant
   */
  default List<GrpcStreamMethod<?, ?>> grpcStreams() {
    return List.of();
  }
}

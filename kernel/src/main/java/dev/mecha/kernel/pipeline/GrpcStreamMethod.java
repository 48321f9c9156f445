package dev.mecha.kernel.pipeline;

import io.grpc.MethodDescriptor;

/**
 * One gRPC form of an endpoint whose request, response or both stream.
 *
 * @param descriptor the generated description of the method
 * @param endpoint its name and group
 * @param handler what answers
 * @param <Q> the request message
 * @param <R> the response message
 */
public record GrpcStreamMethod<Q, R>(
    MethodDescriptor<Q, R> descriptor, Endpoint endpoint, Handler<Q, R> handler) {

  /**
   * Carries one call. Blocks; the call ends well when it returns.
   *
   * @param <Q> the request message
   * @param <R> the response message
   */
  @FunctionalInterface
  public interface Handler<Q, R> {
    /**
     * @param stream the call
     * @throws dev.mecha.kernel.error.ApiException to end with a status
     * @throws Exception anything else ends it as a fault of ours
     */
    void handle(GrpcStream<Q, R> stream) throws Exception;
  }
}

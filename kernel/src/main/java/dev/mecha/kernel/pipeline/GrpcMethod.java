package dev.mecha.kernel.pipeline;

import io.grpc.MethodDescriptor;

/**
 * One unary gRPC form of an endpoint. The methods of several building blocks make up one gRPC
 * service.
 *
 * @param descriptor the generated description of the method
 * @param endpoint its name and group
 * @param handler what answers
 * @param <Q> the request message
 * @param <R> the response message
 */
public record GrpcMethod<Q, R>(
    MethodDescriptor<Q, R> descriptor, Endpoint endpoint, Handler<Q, R> handler) {

  /**
   * Answers one call. Blocks.
   *
   * @param <Q> the request message
   * @param <R> the response message
   */
  @FunctionalInterface
  public interface Handler<Q, R> {
    /**
     * @param request the message
     * @param exchange the call
     * @return the answer
     * @throws dev.mecha.kernel.error.ApiException to answer with a status
     * @throws Exception anything else is answered as a fault of ours
     */
    R handle(Q request, GrpcExchange exchange) throws Exception;
  }
}

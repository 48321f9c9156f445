package dev.mecha.kernel.pipeline;

/**
 * Parses an HTTP request, calls a service, renders the answer. Blocks; returns when the answer is
 * given.
 */
@FunctionalInterface
public interface HttpHandler {

  /**
   * @param exchange the request
   * @throws dev.mecha.kernel.error.ApiException to answer with an error
   * @throws Exception anything else is answered as a fault of ours
   */
  void handle(HttpExchange exchange) throws Exception;
}

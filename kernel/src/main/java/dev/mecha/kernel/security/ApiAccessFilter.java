package dev.mecha.kernel.security;

import dev.mecha.kernel.error.ApiError;
import dev.mecha.kernel.pipeline.Exchange;
import dev.mecha.kernel.pipeline.Filter;
import dev.mecha.kernel.pipeline.FilterChain;
import io.grpc.Status;

/**
 * Refuses the gRPC methods that the lists leave out. Only methods of the API: what is passed on to
 * applications is theirs. On HTTP there is nothing to refuse, for the routes that are left out are
 * never registered.
 */
public final class ApiAccessFilter implements Filter {

  private static final String API = "/dapr.proto.runtime.";

  private static final ApiError REFUSAL =
      GrpcRefusal.of(
          501, "Not Implemented", Status.Code.UNIMPLEMENTED, "requested endpoint is not available");

  private final ApiAccessRules rules;

  /**
   * @param rules what is there
   */
  public ApiAccessFilter(ApiAccessRules rules) {
    this.rules = rules;
  }

  @Override
  public void apply(Exchange exchange, FilterChain rest) throws InterruptedException {
    String method = exchange.path();
    if (method.startsWith(API) && !rules.allows(exchange.protocol(), exchange.endpoint(), method)) {
      exchange.fail(REFUSAL);
      return;
    }
    rest.proceed();
  }
}

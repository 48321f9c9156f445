package dev.mecha.kernel.security;

import dev.mecha.kernel.error.ApiError;
import dev.mecha.kernel.pipeline.Endpoint;
import dev.mecha.kernel.pipeline.Exchange;
import dev.mecha.kernel.pipeline.Filter;
import dev.mecha.kernel.pipeline.FilterChain;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;

/**
 * Lets in who knows the API token, and hides the token from everything behind: neither a log nor an
 * application gets to see it. On HTTP the health endpoints need none; on gRPC nothing is exempt.
 */
public final class ApiTokenFilter implements Filter {

  /** The header, and on gRPC the metadata key, that carries the token. */
  public static final String HEADER = "dapr-api-token";

  private static final ApiError HTTP_REFUSAL =
      ApiError.plain(401, Status.Code.UNAUTHENTICATED, "invalid api token");

  private static final ApiError GRPC_MISSING = grpcRefusal("missing api token in request metadata");

  private static final ApiError GRPC_MISMATCH =
      grpcRefusal("authentication error: api token mismatch");

  private final ApiToken token;

  /**
   * @param token a required one
   */
  public ApiTokenFilter(ApiToken token) {
    this.token = token;
  }

  @Override
  public void apply(Exchange exchange, FilterChain rest) throws InterruptedException {
    String presented = exchange.requestHeader(HEADER);
    boolean known = presented != null && token.matches(presented);
    if (!known && !isExempt(exchange)) {
      exchange.fail(refusal(exchange.protocol(), presented));
      return;
    }
    exchange.removeRequestHeader(HEADER);
    rest.proceed();
  }

  private static boolean isExempt(Exchange exchange) {
    return exchange.protocol() == Exchange.Protocol.HTTP
        && exchange.endpoint().kind() == Endpoint.Kind.HEALTH
        && exchange.verb().equals("GET");
  }

  private static ApiError refusal(Exchange.Protocol protocol, @Nullable String presented) {
    return switch (protocol) {
      case HTTP -> HTTP_REFUSAL;
      case GRPC -> presented == null ? GRPC_MISSING : GRPC_MISMATCH;
    };
  }

  private static ApiError grpcRefusal(String why) {
    return GrpcRefusal.of(401, "Unauthorized", Status.Code.UNAUTHENTICATED, why);
  }
}

package dev.mecha.block.shutdown;

import com.google.protobuf.Empty;
import dev.mecha.kernel.pipeline.ApiGroup;
import dev.mecha.kernel.pipeline.BuildingBlock;
import dev.mecha.kernel.pipeline.Endpoint;
import dev.mecha.kernel.pipeline.Exchange;
import dev.mecha.kernel.pipeline.GrpcMethod;
import dev.mecha.kernel.pipeline.HttpRoute;
import dev.mecha.protocol.runtime.v1.DaprGrpc;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the sidecar on request, gracefully unless {@code dapr-force-shutdown: true} says otherwise.
 */
public final class ShutdownBlock implements BuildingBlock {

  private static final Logger LOG = LoggerFactory.getLogger("dapr.api");
  private static final String FORCE = "dapr-force-shutdown";
  private static final Endpoint ENDPOINT = Endpoint.of("Shutdown", new ApiGroup("shutdown", "v1"));

  private final ShutdownSwitch process;

  /**
   * @param process what is ended
   */
  public ShutdownBlock(ShutdownSwitch process) {
    this.process = process;
  }

  @Override
  public List<HttpRoute> httpRoutes() {
    return List.of(
        new HttpRoute(
            Set.of("POST"),
            "/v1.0/shutdown",
            ENDPOINT,
            exchange -> {
              shutdown(exchange);
              exchange.respond(204);
            }));
  }

  @Override
  public List<GrpcMethod<?, ?>> grpcMethods() {
    return List.of(
        new GrpcMethod<>(
            DaprGrpc.getShutdownMethod(),
            ENDPOINT,
            (in, exchange) -> {
              shutdown(exchange);
              return Empty.getDefaultInstance();
            }));
  }

  private void shutdown(Exchange exchange) {
    if ("true".equalsIgnoreCase(exchange.requestHeader(FORCE))) {
      LOG.warn("Force shutdown requested, exiting immediately without graceful shutdown");
      process.forced();
    } else {
      LOG.info("Shutdown requested via API");
      process.graceful();
    }
  }
}

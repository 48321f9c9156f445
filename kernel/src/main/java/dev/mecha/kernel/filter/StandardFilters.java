package dev.mecha.kernel.filter;

import dev.mecha.kernel.observe.ApiLogFilter;
import dev.mecha.kernel.observe.ApiLogOptions;
import dev.mecha.kernel.observe.MetricsFilter;
import dev.mecha.kernel.observe.ServerMetrics;
import dev.mecha.kernel.observe.TracingFilter;
import dev.mecha.kernel.pipeline.Exchange;
import dev.mecha.kernel.pipeline.Filter;
import dev.mecha.kernel.security.ApiAccessFilter;
import dev.mecha.kernel.security.ApiAccessRules;
import dev.mecha.kernel.security.ApiToken;
import dev.mecha.kernel.security.ApiTokenFilter;
import dev.mecha.kernel.security.CorsFilter;
import dev.mecha.kernel.trace.Tracer;
import dev.mecha.kernel.trace.TracingOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one list of what every request passes on its way to a handler, whichever door it came
 * through. A filter that has nothing to do is not in it.
 */
public final class StandardFilters {

  /** Where requests come in. */
  public enum Door {
    /** The HTTP API. */
    HTTP,
    /** The port for health and metadata that is open to everybody ({@code --dapr-public-port}). */
    PUBLIC_HTTP,
    /** The gRPC API. */
    GRPC,
    /**
     * The gRPC server for other sidecars: they bring no token, and their calls are no API calls.
     */
    INTERNAL;

    private Logger log() {
      return LoggerFactory.getLogger(
          switch (this) {
            case HTTP, PUBLIC_HTTP -> "dapr.runtime.http";
            case GRPC -> "dapr.runtime.grpc.api";
            case INTERNAL -> "dapr.runtime.grpc.internal";
          });
    }

    private String either(String http, String grpc) {
      return switch (this) {
        case HTTP, PUBLIC_HTTP -> http;
        case GRPC, INTERNAL -> grpc;
      };
    }
  }

  /**
   * What is to be filtered.
   *
   * @param tracer begins the spans of requests
   * @param appId the application here
   * @param metrics where requests are counted, or null if they are not
   * @param allowedOrigins which web pages may call; empty for no answer to that question
   * @param access which APIs are there
   * @param apiToken what callers have to know
   * @param httpPipeline the components of {@code httpPipeline}, in their order
   * @param apiLog whether and how calls are logged
   * @param nanoTime a clock that only moves forward, such as {@code System::nanoTime}
   */
  public record Options(
      Tracer tracer,
      String appId,
      @Nullable ServerMetrics metrics,
      String allowedOrigins,
      ApiAccessRules access,
      ApiToken apiToken,
      List<Filter> httpPipeline,
      ApiLogOptions apiLog,
      LongSupplier nanoTime) {

    /** Nothing is filtered. */
    public static final Options NONE =
        new Options(
            Tracer.OFF,
            "",
            null,
            "",
            ApiAccessRules.NONE,
            ApiToken.NONE,
            List.of(),
            ApiLogOptions.OFF,
            System::nanoTime);
  }

  private StandardFilters() {}

  /**
   * @param door where the requests come in
   * @param options what is to be filtered
   * @return the filters in the order in which they see a request; immutable
   */
  public static List<Filter> of(Door door, Options options) {
    boolean http = door == Door.HTTP;
    boolean grpc = door == Door.GRPC;
    boolean api = http || grpc;
    var filters = new ArrayList<Filter>();

    // First, so that every answer says which trace it belongs to, a refusal too.
    if (options.tracer().options().mode() != TracingOptions.Mode.OFF) {
      filters.add(new TracingFilter(options.tracer(), options.appId()));
    }
    // Before anything that may refuse, so that refusals are counted and timed like everything else.
    if (options.metrics() != null) {
      filters.add(new MetricsFilter(options.metrics(), options.nanoTime(), door == Door.INTERNAL));
    }
    // Before the token, for a browser's preflight carries none, and a refusal without these headers
    // is unreadable to it.
    if (http && !options.allowedOrigins().isEmpty()) {
      filters.add(new CorsFilter(options.allowedOrigins()));
    }
    // What is not there is not there for anybody, so nobody needs a token to be told. HTTP leaves
    // the routes out instead.
    if (grpc && options.access().restrict(Exchange.Protocol.GRPC)) {
      filters.add(new ApiAccessFilter(options.access()));
    }
    // The last that may refuse by itself; behind it the caller is known and the token is gone from
    // the request.
    if (api && options.apiToken().isRequired()) {
      filters.add(new ApiTokenFilter(options.apiToken()));
    }
    // An operator's own filters: never reached without the token. What they refuse is no call of
    // the API yet, so the log comes behind them.
    if (http) {
      filters.addAll(options.httpPipeline());
    }
    // Last, so that what is logged is what the handler was asked and how long the handler took.
    if (api && options.apiLog().enabled()) {
      filters.add(new ApiLogFilter(options.apiLog(), options.nanoTime()));
    }
    filters.forEach(filter -> announce(door, filter));
    return List.copyOf(filters);
  }

  /** Says at the start what is on, in the peer's words. */
  private static void announce(Door door, Filter filter) {
    if (filter instanceof TracingFilter) {
      door.log()
          .info(door.either("Enabled tracing HTTP middleware", "Enabled gRPC tracing middleware"));
    } else if (filter instanceof MetricsFilter) {
      door.log()
          .info(door.either("Enabled metrics HTTP middleware", "Enabled gRPC metrics middleware"));
    } else if (filter instanceof CorsFilter) {
      door.log().info("Enabled CORS HTTP middleware");
    } else if (filter instanceof ApiAccessFilter) {
      door.log().info("Enabled API access list on gRPC server");
    } else if (filter instanceof ApiTokenFilter) {
      door.log().info("Enabled token authentication on {} server", door.either("HTTP", "gRPC"));
    }
  }
}

package dev.mecha.runtime;

import dev.mecha.kernel.channel.ProxyDirector;
import dev.mecha.kernel.error.ApiError;
import dev.mecha.kernel.error.ErrorCategory;
import dev.mecha.kernel.filter.StandardFilters;
import dev.mecha.kernel.filter.StandardFilters.Door;
import dev.mecha.kernel.pipeline.ApiGroup;
import dev.mecha.kernel.pipeline.BuildingBlock;
import dev.mecha.kernel.pipeline.Endpoint;
import dev.mecha.kernel.pipeline.Exchange.Protocol;
import dev.mecha.kernel.pipeline.Filter;
import dev.mecha.kernel.pipeline.HttpRoute;
import dev.mecha.kernel.surround.Surroundings;
import dev.mecha.transport.grpc.ProxyCalls;
import dev.mecha.transport.grpc.ProxyHops;
import dev.mecha.transport.http.RouteTable;
import dev.mecha.transport.thread.EventLoops;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the servers serve.
 *
 * @param blocks the APIs
 * @param everythingElse over HTTP: any path and verb that is no API's
 * @param internal what other sidecars call
 * @param director says where gRPC calls of unknown services go
 * @param hops how they get there
 * @param filters what requests pass on their way
 * @param inFlight what they pass first
 * @param surroundings what a test has put around the sidecar
 */
record Apis(
    List<BuildingBlock> blocks,
    HttpRoute everythingElse,
    BuildingBlock internal,
    ProxyDirector director,
    ProxyHops hops,
    StandardFilters.Options filters,
    InFlight inFlight,
    Surroundings surroundings) {

  /** What nobody answers to: any path, any verb. */
  private static final HttpRoute NOBODY =
      new HttpRoute(
          Set.of(),
          "/*",
          new Endpoint("InvokeService", new ApiGroup("invoke", "v1"), Endpoint.Kind.PASS_THROUGH),
          exchange ->
              exchange.fail(
                  ApiError.simple(
                      404,
                      Status.Code.NOT_FOUND,
                      "ERR_DIRECT_INVOKE",
                      ErrorCategory.SERVICE_INVOCATION,
                      "failed getting app id either from the URL path or the header"
                          + " dapr-app-id")));

  /** What requests pass that come through a door, in order. */
  List<Filter> filters(Door door) {
    var all = new ArrayList<Filter>();
    // Before everything, so that nothing that answers is closed under it.
    all.add(inFlight);
    all.addAll(surroundings.filters());
    all.addAll(StandardFilters.of(door, filters));
    return List.copyOf(all);
  }

  /** The routes of the HTTP API. */
  RouteTable routes() {
    var allowed = allRoutes().stream().filter(this::isAllowed).toList();
    return new RouteTable(allowed, isAllowed(everythingElse) ? everythingElse : NOBODY);
  }

  /** The routes that are open to everybody. */
  RouteTable publicRoutes() {
    var open =
        allRoutes().stream()
            .filter(
                route ->
                    route.endpoint().kind() == Endpoint.Kind.HEALTH
                        || route.endpoint().group().name().equals("metadata"))
            .toList();
    return new RouteTable(open, NOBODY);
  }

  private List<HttpRoute> allRoutes() {
    return Stream.concat(blocks.stream(), surroundings.blocks().stream())
        .flatMap(block -> block.httpRoutes().stream())
        .toList();
  }

  private boolean isAllowed(HttpRoute route) {
    return filters.access().allows(Protocol.HTTP, route.endpoint(), route.pattern());
  }

  /** The methods of a gRPC server. */
  List<BuildingBlock> methods(Door door) {
    return door == Door.INTERNAL ? List.of(internal) : blocks;
  }

  /** What takes gRPC calls of unknown services. */
  ProxyCalls proxy(List<Filter> passed, EventLoops loops, int messageLimit) {
    return new ProxyCalls(director, hops, passed, loops, messageLimit);
  }
}

package dev.mecha.block.invoke;

import dev.mecha.kernel.AppIdentity;
import dev.mecha.kernel.channel.EndpointChannel;
import dev.mecha.kernel.channel.HttpEndpoint;
import dev.mecha.kernel.channel.PeerChannel;
import dev.mecha.kernel.channel.ProxyDirector;
import dev.mecha.kernel.discovery.ServiceDiscovery;
import dev.mecha.kernel.observe.InvocationMetrics;
import dev.mecha.kernel.pipeline.ApiGroup;
import dev.mecha.kernel.pipeline.BuildingBlock;
import dev.mecha.kernel.pipeline.Endpoint;
import dev.mecha.kernel.pipeline.GrpcMethod;
import dev.mecha.kernel.pipeline.GrpcStreamMethod;
import dev.mecha.kernel.pipeline.HttpRoute;
import dev.mecha.protocol.internals.v1.ServiceInvocationGrpc;
import dev.mecha.protocol.runtime.v1.DaprGrpc;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** Service invocation: the caller's side and, on the internal port, the callee's. */
public final class InvokeBlock implements BuildingBlock {

  private static final ApiGroup GROUP = new ApiGroup("invoke", "v1");
  private static final Endpoint CALL =
      new Endpoint("InvokeService", GROUP, Endpoint.Kind.PASS_THROUGH);

  private final InvokeHttp http;
  private final InvokeGrpc grpc;
  private final InternalCalls internal;
  private final InvokeDirector director;

  /**
   * What calls go through.
   *
   * @param localApp the application here
   * @param discovery finds instances of others
   * @param internalPort where other sidecars call this one
   * @param peers other sidecars
   * @param outside services that are no applications
   * @param endpoints the service of a name as it is now, or null
   */
  public record Ways(
      LocalApp localApp,
      ServiceDiscovery discovery,
      IntSupplier internalPort,
      PeerChannel peers,
      EndpointChannel outside,
      Function<String, @Nullable HttpEndpoint> endpoints) {}

  /**
   * @param identity whose sidecar this is
   * @param ways what calls go through
   * @param policies what surrounds them
   * @param forwarded what callees are told of this machine
   * @param metrics counts calls
   */
  public InvokeBlock(
      AppIdentity identity,
      Ways ways,
      InvokePolicies policies,
      ForwardedHeaders forwarded,
      InvocationMetrics metrics) {
    AppIdentity self = named(identity);
    var others =
        new OtherSidecars(
            self, ways.discovery(), ways.internalPort(), ways.peers(), forwarded, metrics);
    var service =
        new InvokeService(
            self,
            new Targets(self, ways.endpoints()),
            ways.localApp(),
            others,
            ways.outside(),
            policies,
            metrics);
    this.http = new InvokeHttp(service);
    this.grpc = new InvokeGrpc(service);
    this.internal = new InternalCalls(ways.localApp(), self.appId());
    this.director = new InvokeDirector(self, service, others, ways.localApp());
  }

  /** As with the peer, applications whose namespace nobody names are in the same one. */
  private static AppIdentity named(AppIdentity identity) {
    return identity.namespace().isEmpty() ? new AppIdentity(identity.appId(), "default") : identity;
  }

  /**
   * What answers any verb and path that is no other API's.
   *
   * @return the route
   */
  public HttpRoute everythingElse() {
    return new HttpRoute(Set.of(), "/*", CALL, http::handle);
  }

  /**
   * Sends calls of unknown gRPC services on their way.
   *
   * @return the director of both gRPC servers
   */
  public ProxyDirector director() {
    return director;
  }

  @Override
  public List<GrpcMethod<?, ?>> grpcMethods() {
    return List.of(
        new GrpcMethod<>(
            DaprGrpc.getInvokeServiceMethod(), Endpoint.of("InvokeService", GROUP), grpc::invoke));
  }

  /**
   * What other sidecars call.
   *
   * @return a block for the internal server
   */
  public BuildingBlock internalServer() {
    return new BuildingBlock() {
      @Override
      public List<GrpcMethod<?, ?>> grpcMethods() {
        return List.of(
            new GrpcMethod<>(
                ServiceInvocationGrpc.getCallLocalMethod(),
                Endpoint.of("CallLocal", GROUP),
                internal::callLocal));
      }

      @Override
      public List<GrpcStreamMethod<?, ?>> grpcStreams() {
        return List.of(
            new GrpcStreamMethod<>(
                ServiceInvocationGrpc.getCallLocalStreamMethod(),
                Endpoint.of("CallLocalStream", GROUP),
                internal::callLocalStream));
      }
    };
  }
}

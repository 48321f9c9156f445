package dev.mecha.block.binding;

import dev.mecha.kernel.pipeline.ApiGroup;
import dev.mecha.kernel.pipeline.BuildingBlock;
import dev.mecha.kernel.pipeline.Endpoint;
import dev.mecha.kernel.pipeline.GrpcMethod;
import dev.mecha.kernel.pipeline.HttpRoute;
import dev.mecha.protocol.runtime.v1.DaprGrpc;
import java.util.List;
import java.util.Set;

/** Output bindings, over both doors. */
public final class BindingBlock implements BuildingBlock {

  private static final Endpoint INVOKE =
      Endpoint.of("InvokeBinding", new ApiGroup("bindings", "v1"));

  private final BindingHttp http;
  private final BindingGrpc grpc;

  /**
   * @param outputs the registered bindings
   */
  public BindingBlock(OutputBindings outputs) {
    this.http = new BindingHttp(outputs);
    this.grpc = new BindingGrpc(outputs);
  }

  @Override
  public List<HttpRoute> httpRoutes() {
    return List.of(
        new HttpRoute(Set.of("POST", "PUT"), "/v1.0/bindings/{name}", INVOKE, http::invoke));
  }

  @Override
  public List<GrpcMethod<?, ?>> grpcMethods() {
    return List.of(new GrpcMethod<>(DaprGrpc.getInvokeBindingMethod(), INVOKE, grpc::invoke));
  }
}

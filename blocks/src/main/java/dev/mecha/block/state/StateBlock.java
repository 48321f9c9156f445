package dev.mecha.block.state;

import dev.mecha.kernel.pipeline.BuildingBlock;
import dev.mecha.kernel.pipeline.GrpcMethod;
import dev.mecha.kernel.pipeline.HttpRoute;
import dev.mecha.kernel.registry.Registry;
import dev.mecha.spi.state.StateStore;
import java.util.List;

/** State management: values under keys, over both doors. */
public final class StateBlock implements BuildingBlock {

  private final StateHttp http;
  private final StateGrpc grpc;

  /**
   * @param stores the registered stores
   * @param appId whose sidecar this is
   */
  public StateBlock(Registry<StateStore> stores, String appId) {
    var service = new StateService(stores, appId);
    this.http = new StateHttp(service);
    this.grpc = new StateGrpc(service.overGrpc());
  }

  @Override
  public List<HttpRoute> httpRoutes() {
    return http.routes();
  }

  @Override
  public List<GrpcMethod<?, ?>> grpcMethods() {
    return grpc.methods();
  }
}

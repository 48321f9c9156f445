package dev.mecha.block.lock;

import dev.mecha.kernel.pipeline.BuildingBlock;
import dev.mecha.kernel.pipeline.GrpcMethod;
import dev.mecha.kernel.pipeline.HttpRoute;
import dev.mecha.kernel.registry.Registry;
import dev.mecha.spi.lock.LockStore;
import java.util.List;

/** Distributed locks over both doors. */
public final class LockBlock implements BuildingBlock {

  private final LockHttp http;
  private final LockGrpc grpc;

  /**
   * @param stores the registered stores
   */
  public LockBlock(Registry<LockStore> stores) {
    var service = new LockService(stores);
    this.http = new LockHttp(service);
    this.grpc = new LockGrpc(service);
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

package dev.mecha.block.secret;

import dev.mecha.kernel.pipeline.BuildingBlock;
import dev.mecha.kernel.pipeline.GrpcMethod;
import dev.mecha.kernel.pipeline.HttpRoute;
import dev.mecha.kernel.registry.Registry;
import dev.mecha.kernel.resource.configuration.SecretScope;
import dev.mecha.spi.secret.SecretStore;
import java.util.List;

/** Secrets for the application, as far as its scopes go, over both doors. */
public final class SecretBlock implements BuildingBlock {

  private final SecretHttp http;
  private final SecretGrpc grpc;

  /**
   * @param stores the registered stores
   * @param scopes which secrets the application may read; all of a store that no scope names
   * @param recorder is told of every call of a store
   */
  public SecretBlock(
      Registry<SecretStore> stores, List<SecretScope> scopes, SecretCallRecorder recorder) {
    var service = new SecretService(stores, scopes, recorder);
    this.http = new SecretHttp(service);
    this.grpc = new SecretGrpc(service);
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

package dev.mecha.block.crypto;

import dev.mecha.kernel.pipeline.BuildingBlock;
import dev.mecha.kernel.pipeline.GrpcMethod;
import dev.mecha.kernel.pipeline.GrpcStreamMethod;
import dev.mecha.kernel.pipeline.HttpRoute;
import dev.mecha.kernel.registry.Offload;
import dev.mecha.kernel.registry.Registry;
import dev.mecha.spi.crypto.CryptoProvider;
import java.util.List;
import java.util.stream.Stream;

/** Cryptography for the application with keys that it does not see, over both doors. */
public final class CryptoBlock implements BuildingBlock {

  private final CryptoHttp http;
  private final CryptoGrpc grpc;
  private final SubtleHttp subtleHttp;
  private final SubtleGrpc subtleGrpc;

  /**
   * @param registry the registered keepers of keys
   * @param recorder is told of every call of one
   * @param offload where long messages are computed
   */
  public CryptoBlock(
      Registry<CryptoProvider> registry, CryptoCallRecorder recorder, Offload offload) {
    var providers = new Providers(registry, recorder);
    var service = new CryptoService(providers, offload);
    this.http = new CryptoHttp(service);
    this.grpc = new CryptoGrpc(service);
    var subtle = new SubtleService(providers);
    this.subtleHttp = new SubtleHttp(subtle);
    this.subtleGrpc = new SubtleGrpc(subtle);
  }

  @Override
  public List<HttpRoute> httpRoutes() {
    return Stream.concat(http.routes().stream(), subtleHttp.routes().stream()).toList();
  }

  @Override
  public List<GrpcMethod<?, ?>> grpcMethods() {
    return subtleGrpc.methods();
  }

  @Override
  public List<GrpcStreamMethod<?, ?>> grpcStreams() {
    return grpc.methods();
  }
}

package dev.mecha.block.secret;

import dev.mecha.kernel.pipeline.Endpoint;
import dev.mecha.kernel.pipeline.GrpcExchange;
import dev.mecha.kernel.pipeline.GrpcMethod;
import dev.mecha.protocol.runtime.v1.DaprGrpc;
import dev.mecha.protocol.runtime.v1.GetBulkSecretRequest;
import dev.mecha.protocol.runtime.v1.GetBulkSecretResponse;
import dev.mecha.protocol.runtime.v1.GetSecretRequest;
import dev.mecha.protocol.runtime.v1.GetSecretResponse;
import dev.mecha.protocol.runtime.v1.SecretResponse;
import java.util.List;

/** The secrets API over gRPC. */
final class SecretGrpc {

  private final SecretService service;

  SecretGrpc(SecretService service) {
    this.service = service;
  }

  List<GrpcMethod<?, ?>> methods() {
    return List.of(
        new GrpcMethod<>(
            DaprGrpc.getGetSecretMethod(), Endpoint.of("GetSecret", SecretHttp.V1), this::get),
        new GrpcMethod<>(
            DaprGrpc.getGetBulkSecretMethod(),
            Endpoint.of("GetBulkSecret", SecretHttp.V1),
            this::bulkGet));
  }

  private GetSecretResponse get(GetSecretRequest in, GrpcExchange exchange)
      throws InterruptedException {
    exchange.span().store("secrets", in.getStoreName());
    return GetSecretResponse.newBuilder()
        .putAllData(service.get(in.getStoreName(), in.getKey(), in.getMetadataMap()))
        .build();
  }

  private GetBulkSecretResponse bulkGet(GetBulkSecretRequest in, GrpcExchange exchange)
      throws InterruptedException {
    var out = GetBulkSecretResponse.newBuilder();
    service
        .getAll(in.getStoreName(), in.getMetadataMap())
        .forEach(
            (secret, values) ->
                out.putData(secret, SecretResponse.newBuilder().putAllSecrets(values).build()));
    return out.build();
  }
}

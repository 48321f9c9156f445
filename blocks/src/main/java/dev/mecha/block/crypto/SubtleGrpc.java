package dev.mecha.block.crypto;

import dev.mecha.kernel.pipeline.Endpoint;
import dev.mecha.kernel.pipeline.GrpcMethod;
import dev.mecha.protocol.runtime.v1.DaprGrpc;
import java.util.List;

/** Computing with keys over gRPC. */
final class SubtleGrpc {

  private final SubtleService service;

  SubtleGrpc(SubtleService service) {
    this.service = service;
  }

  List<GrpcMethod<?, ?>> methods() {
    return List.of(
        new GrpcMethod<>(
            DaprGrpc.getSubtleGetKeyAlpha1Method(),
            Endpoint.of("SubtleGetKey", SubtleHttp.V1_ALPHA1),
            (in, exchange) -> service.getKey(in)),
        new GrpcMethod<>(
            DaprGrpc.getSubtleEncryptAlpha1Method(),
            Endpoint.of("SubtleEncrypt", SubtleHttp.V1_ALPHA1),
            (in, exchange) -> service.encrypt(in)),
        new GrpcMethod<>(
            DaprGrpc.getSubtleDecryptAlpha1Method(),
            Endpoint.of("SubtleDecrypt", SubtleHttp.V1_ALPHA1),
            (in, exchange) -> service.decrypt(in)),
        new GrpcMethod<>(
            DaprGrpc.getSubtleWrapKeyAlpha1Method(),
            Endpoint.of("SubtleWrapKey", SubtleHttp.V1_ALPHA1),
            (in, exchange) -> service.wrapKey(in)),
        new GrpcMethod<>(
            DaprGrpc.getSubtleUnwrapKeyAlpha1Method(),
            Endpoint.of("SubtleUnwrapKey", SubtleHttp.V1_ALPHA1),
            (in, exchange) -> service.unwrapKey(in)),
        new GrpcMethod<>(
            DaprGrpc.getSubtleSignAlpha1Method(),
            Endpoint.of("SubtleSign", SubtleHttp.V1_ALPHA1),
            (in, exchange) -> service.sign(in)),
        new GrpcMethod<>(
            DaprGrpc.getSubtleVerifyAlpha1Method(),
            Endpoint.of("SubtleVerify", SubtleHttp.V1_ALPHA1),
            (in, exchange) -> service.verify(in)));
  }
}

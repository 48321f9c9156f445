package dev.mecha.block.crypto;

import com.google.protobuf.Message;
import dev.mecha.block.json.ProtoJson;
import dev.mecha.kernel.pipeline.ApiGroup;
import dev.mecha.kernel.pipeline.Endpoint;
import dev.mecha.kernel.pipeline.HttpExchange;
import dev.mecha.kernel.pipeline.HttpRoute;
import dev.mecha.protocol.runtime.v1.SubtleDecryptRequest;
import dev.mecha.protocol.runtime.v1.SubtleEncryptRequest;
import dev.mecha.protocol.runtime.v1.SubtleGetKeyRequest;
import dev.mecha.protocol.runtime.v1.SubtleSignRequest;
import dev.mecha.protocol.runtime.v1.SubtleUnwrapKeyRequest;
import dev.mecha.protocol.runtime.v1.SubtleVerifyRequest;
import dev.mecha.protocol.runtime.v1.SubtleWrapKeyRequest;
import java.util.List;
import java.util.Set;

/** Computing with keys over HTTP: bodies are the JSON form of the gRPC messages. */
final class SubtleHttp {

  static final ApiGroup V1_ALPHA1 = new ApiGroup("subtlecrypto", "v1alpha1");

  private final SubtleService service;

  SubtleHttp(SubtleService service) {
    this.service = service;
  }

  List<HttpRoute> routes() {
    return List.of(
        route(
            "getkey",
            "SubtleGetKey",
            exchange ->
                service.getKey(
                    ProtoJson.read(exchange, SubtleGetKeyRequest.newBuilder())
                        .setComponentName(exchange.pathParameter("name"))
                        .build())),
        route(
            "encrypt",
            "SubtleEncrypt",
            exchange ->
                service.encrypt(
                    ProtoJson.read(exchange, SubtleEncryptRequest.newBuilder())
                        .setComponentName(exchange.pathParameter("name"))
                        .build())),
        route(
            "decrypt",
            "SubtleDecrypt",
            exchange ->
                service.decrypt(
                    ProtoJson.read(exchange, SubtleDecryptRequest.newBuilder())
                        .setComponentName(exchange.pathParameter("name"))
                        .build())),
        route(
            "wrapkey",
            "SubtleWrapKey",
            exchange ->
                service.wrapKey(
                    ProtoJson.read(exchange, SubtleWrapKeyRequest.newBuilder())
                        .setComponentName(exchange.pathParameter("name"))
                        .build())),
        route(
            "unwrapkey",
            "SubtleUnwrapKey",
            exchange ->
                service.unwrapKey(
                    ProtoJson.read(exchange, SubtleUnwrapKeyRequest.newBuilder())
                        .setComponentName(exchange.pathParameter("name"))
                        .build())),
        route(
            "sign",
            "SubtleSign",
            exchange ->
                service.sign(
                    ProtoJson.read(exchange, SubtleSignRequest.newBuilder())
                        .setComponentName(exchange.pathParameter("name"))
                        .build())),
        route(
            "verify",
            "SubtleVerify",
            exchange ->
                service.verify(
                    ProtoJson.read(exchange, SubtleVerifyRequest.newBuilder())
                        .setComponentName(exchange.pathParameter("name"))
                        .build())));
  }

  private static HttpRoute route(String method, String name, Answerer answerer) {
    return new HttpRoute(
        Set.of("POST"),
        "/v1.0-alpha1/subtlecrypto/{name}/" + method,
        Endpoint.of(name, V1_ALPHA1),
        exchange -> ProtoJson.respond(exchange, answerer.answer(exchange)));
  }

  /** Makes the answer to one request. */
  @FunctionalInterface
  private interface Answerer {
    Message answer(HttpExchange exchange) throws InterruptedException;
  }
}

package dev.mecha.block.configuration;

import dev.mecha.kernel.error.ApiException;
import dev.mecha.kernel.pipeline.Endpoint;
import dev.mecha.kernel.pipeline.GrpcExchange;
import dev.mecha.kernel.pipeline.GrpcMethod;
import dev.mecha.kernel.pipeline.GrpcStream;
import dev.mecha.kernel.pipeline.GrpcStreamMethod;
import dev.mecha.protocol.runtime.v1.DaprGrpc;
import dev.mecha.protocol.runtime.v1.GetConfigurationRequest;
import dev.mecha.protocol.runtime.v1.GetConfigurationResponse;
import dev.mecha.protocol.runtime.v1.SubscribeConfigurationRequest;
import dev.mecha.protocol.runtime.v1.SubscribeConfigurationResponse;
import dev.mecha.protocol.runtime.v1.UnsubscribeConfigurationRequest;
import dev.mecha.protocol.runtime.v1.UnsubscribeConfigurationResponse;
import java.util.List;
import java.util.Map;

/**
 * The configuration API over gRPC, under its stable names and those it had before. Errors have
 * their code as a reason, which those over HTTP do not.
 */
final class ConfigurationGrpc {

  private final ConfigurationService service;
  private final StreamSubscriptions streams;

  ConfigurationGrpc(ConfigurationService service, StreamSubscriptions streams) {
    this.service = service;
    this.streams = streams;
  }

  List<GrpcMethod<?, ?>> methods() {
    return List.of(
        new GrpcMethod<>(
            DaprGrpc.getGetConfigurationMethod(),
            Endpoint.of("GetConfiguration", ConfigurationHttp.V1),
            this::get),
        new GrpcMethod<>(
            DaprGrpc.getGetConfigurationAlpha1Method(),
            Endpoint.of("GetConfigurationAlpha1", ConfigurationHttp.V1ALPHA1),
            this::get),
        new GrpcMethod<>(
            DaprGrpc.getUnsubscribeConfigurationMethod(),
            Endpoint.of("UnsubscribeConfiguration", ConfigurationHttp.V1),
            this::unsubscribe),
        new GrpcMethod<>(
            DaprGrpc.getUnsubscribeConfigurationAlpha1Method(),
            Endpoint.of("UnsubscribeConfigurationAlpha1", ConfigurationHttp.V1ALPHA1),
            this::unsubscribe));
  }

  List<GrpcStreamMethod<?, ?>> streamMethods() {
    return List.of(
        new GrpcStreamMethod<>(
            DaprGrpc.getSubscribeConfigurationMethod(),
            Endpoint.of("SubscribeConfiguration", ConfigurationHttp.V1),
            this::subscribe),
        new GrpcStreamMethod<>(
            DaprGrpc.getSubscribeConfigurationAlpha1Method(),
            Endpoint.of("SubscribeConfigurationAlpha1", ConfigurationHttp.V1ALPHA1),
            this::subscribe));
  }

  private GetConfigurationResponse get(GetConfigurationRequest in, GrpcExchange exchange)
      throws InterruptedException {
    try {
      var items = service.get(in.getStoreName(), in.getKeysList(), in.getMetadataMap());
      return GetConfigurationResponse.newBuilder()
          .putAllItems(ConfigurationProto.of(items))
          .build();
    } catch (ApiException e) {
      throw withReason(e);
    }
  }

  private void subscribe(
      GrpcStream<SubscribeConfigurationRequest, SubscribeConfigurationResponse> stream)
      throws InterruptedException {
    try {
      streams.carry(stream);
    } catch (ApiException e) {
      throw withReason(e);
    }
  }

  private UnsubscribeConfigurationResponse unsubscribe(
      UnsubscribeConfigurationRequest in, GrpcExchange exchange) {
    String id = in.getId();
    return streams.end(id)
        ? UnsubscribeConfigurationResponse.newBuilder().setOk(true).build()
        : UnsubscribeConfigurationResponse.newBuilder()
            .setMessage(ConfigurationErrors.unsubscribe(id, "subscription does not exist"))
            .build();
  }

  private static ApiException withReason(ApiException e) {
    return e.error().details().isEmpty()
        ? e.error().withReason(e.error().code(), Map.of()).asException()
        : e;
  }
}

package dev.mecha.block.conversation;

import dev.mecha.block.json.ProtoJson;
import dev.mecha.kernel.pipeline.ApiGroup;
import dev.mecha.kernel.pipeline.BuildingBlock;
import dev.mecha.kernel.pipeline.Endpoint;
import dev.mecha.kernel.pipeline.GrpcMethod;
import dev.mecha.kernel.pipeline.HttpExchange;
import dev.mecha.kernel.pipeline.HttpRoute;
import dev.mecha.kernel.registry.Registry;
import dev.mecha.protocol.runtime.v1.ConversationRequest;
import dev.mecha.protocol.runtime.v1.ConversationRequestAlpha2;
import dev.mecha.protocol.runtime.v1.DaprGrpc;
import dev.mecha.spi.conversation.Conversation;
import java.util.List;
import java.util.Set;

/**
 * Conversation with language models in both versions of the API, over both doors. The HTTP form is
 * the JSON form of the gRPC messages.
 */
public final class ConversationBlock implements BuildingBlock {

  private static final Endpoint ALPHA1 =
      Endpoint.of("Converse", new ApiGroup("conversation", "v1alpha1"));
  private static final Endpoint ALPHA2 =
      Endpoint.of("Converse", new ApiGroup("conversation", "v1alpha2"));
  private static final String PATH = "/conversation/{name}/converse";

  private final ConversationService service;

  /**
   * @param registry the registered models
   * @param recorder is told of every call of one
   */
  public ConversationBlock(Registry<Conversation> registry, ConversationCallRecorder recorder) {
    this.service = new ConversationService(new Models(registry, recorder));
  }

  @Override
  public List<HttpRoute> httpRoutes() {
    return List.of(
        new HttpRoute(Set.of("POST"), "/v1.0-alpha1" + PATH, ALPHA1, this::alpha1),
        new HttpRoute(Set.of("POST"), "/v1.0-alpha2" + PATH, ALPHA2, this::alpha2));
  }

  private void alpha1(HttpExchange exchange) throws InterruptedException {
    var request = ProtoJson.read(exchange, ConversationRequest.newBuilder());
    request.setName(exchange.pathParameter("name"));
    ProtoJson.respond(exchange, service.converse(request.build()));
  }

  private void alpha2(HttpExchange exchange) throws InterruptedException {
    var request = ProtoJson.read(exchange, ConversationRequestAlpha2.newBuilder());
    request.setName(exchange.pathParameter("name"));
    ProtoJson.respond(exchange, service.converse(request.build()));
  }

  @Override
  public List<GrpcMethod<?, ?>> grpcMethods() {
    return List.of(
        new GrpcMethod<>(
            DaprGrpc.getConverseAlpha1Method(), ALPHA1, (in, exchange) -> service.converse(in)),
        new GrpcMethod<>(
            DaprGrpc.getConverseAlpha2Method(), ALPHA2, (in, exchange) -> service.converse(in)));
  }
}

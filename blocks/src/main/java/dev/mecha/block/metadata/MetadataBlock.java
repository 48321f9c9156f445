package dev.mecha.block.metadata;

import com.google.protobuf.Empty;
import dev.mecha.kernel.pipeline.ApiGroup;
import dev.mecha.kernel.pipeline.BuildingBlock;
import dev.mecha.kernel.pipeline.Endpoint;
import dev.mecha.kernel.pipeline.GrpcMethod;
import dev.mecha.kernel.pipeline.HttpExchange;
import dev.mecha.kernel.pipeline.HttpRoute;
import dev.mecha.protocol.runtime.v1.DaprGrpc;
import dev.mecha.protocol.runtime.v1.GetMetadataResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Shows the sidecar's metadata and keeps the attributes that its user adds, for as long as the
 * sidecar runs.
 */
public final class MetadataBlock implements BuildingBlock {

  private static final ApiGroup GROUP = new ApiGroup("metadata", "v1");
  private static final Endpoint GET = Endpoint.of("GetMetadata", GROUP);
  private static final Endpoint PUT = Endpoint.of("PutMetadata", GROUP);

  private final List<MetadataContributor> contributors;
  private final Map<String, String> attributes = new ConcurrentSkipListMap<>();

  /**
   * @param contributors each adds its part, in this order
   */
  public MetadataBlock(List<MetadataContributor> contributors) {
    this.contributors = List.copyOf(contributors);
  }

  @Override
  public List<HttpRoute> httpRoutes() {
    return List.of(
        new HttpRoute(Set.of("GET"), "/v1.0/metadata", GET, this::get),
        new HttpRoute(Set.of("PUT"), "/v1.0/metadata/{key}", PUT, this::put));
  }

  @Override
  public List<GrpcMethod<?, ?>> grpcMethods() {
    return List.of(
        new GrpcMethod<>(DaprGrpc.getGetMetadataMethod(), GET, (in, exchange) -> metadata()),
        new GrpcMethod<>(
            DaprGrpc.getSetMetadataMethod(),
            Endpoint.of("SetMetadata", GROUP),
            (in, exchange) -> {
              set(in.getKey(), in.getValue());
              return Empty.getDefaultInstance();
            }));
  }

  private GetMetadataResponse metadata() {
    var metadata = GetMetadataResponse.newBuilder().putAllExtendedMetadata(attributes);
    contributors.forEach(contributor -> contributor.contribute(metadata));
    return metadata.build();
  }

  private void get(HttpExchange exchange) throws IOException {
    exchange.respond(200, "application/json", MetadataJson.render(metadata()));
  }

  private void put(HttpExchange exchange) throws InterruptedException {
    set(exchange.pathParameter("key"), new String(exchange.body(), StandardCharsets.UTF_8));
    exchange.respond(204);
  }

  /**
   * @return the attributes that were added
   */
  public Map<String, String> attributes() {
    return Map.copyOf(attributes);
  }

  /**
   * Adds an attribute, as a call of the API does.
   *
   * @param key of the attribute; an empty one is ignored
   * @param value in place of an earlier one
   */
  public void set(String key, String value) {
    if (!key.isEmpty()) {
      attributes.put(key, value);
    }
  }
}

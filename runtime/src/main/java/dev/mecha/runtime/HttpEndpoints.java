package dev.mecha.runtime;

import dev.mecha.kernel.channel.Headers;
import dev.mecha.kernel.channel.HttpEndpoint;
import dev.mecha.kernel.resource.HttpEndpointResource;
import dev.mecha.kernel.resource.MetadataItem;
import dev.mecha.kernel.resource.MetadataResolver;
import dev.mecha.kernel.resource.UnresolvedMetadataException;
import dev.mecha.spi.secret.SecretStore;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The services outside that can be called by name, as they are written now. Calls under way keep
 * the one that they began with.
 */
final class HttpEndpoints {

  private final MetadataResolver resolver;
  private final Function<String, @Nullable SecretStore> secretStores;
  private volatile Map<String, HttpEndpoint> byName = Map.of();

  /**
   * @param resolver finds secrets and variables
   * @param secretStores the secret store of a name, or null
   */
  HttpEndpoints(MetadataResolver resolver, Function<String, @Nullable SecretStore> secretStores) {
    this.resolver = resolver;
    this.secretStores = secretStores;
  }

  /**
   * Puts other services in place of those that are known. If one is wrong, nothing changes.
   *
   * @param resources what is written
   * @throws SidecarException naming the endpoint whose secrets are missing
   */
  void replace(List<HttpEndpointResource> resources) throws SidecarException, InterruptedException {
    var endpoints = new TreeMap<String, HttpEndpoint>();
    for (HttpEndpointResource resource : resources) {
      try {
        Map<String, String> values =
            resolver.resolve(resource.asComponent(), secretStores).references();
        endpoints.put(resource.name(), endpoint(resource, values));
      } catch (UnresolvedMetadataException e) {
        throw new SidecarException(
            "failed to load HTTP endpoint " + resource.name() + ": " + e.getMessage(), e);
      }
    }
    byName = endpoints;
  }

  /**
   * @return the service of that name, or null
   */
  @Nullable HttpEndpoint find(String name) {
    return byName.get(name);
  }

  /**
   * @return the names in alphabetical order
   */
  List<String> names() {
    return List.copyOf(byName.keySet());
  }

  private static HttpEndpoint endpoint(HttpEndpointResource resource, Map<String, String> values) {
    var headers = new Headers();
    for (MetadataItem header : resource.headers()) {
      headers.set(header.name(), values.getOrDefault(header.name(), ""));
    }
    return new HttpEndpoint(
        resource.baseUrl(),
        headers,
        values.get(HttpEndpointResource.ROOT_CA),
        values.get(HttpEndpointResource.CERTIFICATE),
        values.get(HttpEndpointResource.PRIVATE_KEY));
  }
}

package dev.mecha.runtime;

import dev.mecha.kernel.channel.Headers;
import dev.mecha.kernel.channel.HttpEndpoint;
import dev.mecha.kernel.resource.HttpEndpointResource;
import dev.mecha.kernel.resource.MetadataItem;
import dev.mecha.kernel.resource.MetadataResolver;
import dev.mecha.kernel.resource.UnresolvedMetadataException;
import dev.mecha.spi.secret.SecretStore;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes what can be called of what users write about services outside. */
final class HttpEndpoints {

  private HttpEndpoints() {}

  /**
   * @param resources what is written
   * @param resolver finds secrets and variables
   * @param secretStores the secret store of a name, or null
   * @return the endpoints by name
   * @throws SidecarException naming the endpoint whose secrets are missing
   */
  static Map<String, HttpEndpoint> of(
      List<HttpEndpointResource> resources,
      MetadataResolver resolver,
      Function<String, @Nullable SecretStore> secretStores)
      throws SidecarException, InterruptedException {
    var endpoints = new HashMap<String, HttpEndpoint>();
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
    return Map.copyOf(endpoints);
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

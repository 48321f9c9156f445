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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The services outside that can be called by name, as they are written now. Calls under way keep
 * the one that they began with.
 */
final class HttpEndpoints {

  private static final Logger LOG = LoggerFactory.getLogger("dapr.runtime");

  private final MetadataResolver resolver;
  private final Function<String, @Nullable SecretStore> secretStores;
  private List<HttpEndpointResource> inForce = List.of(); // guarded by this
  private volatile Map<String, Known> byName = Map.of();

  /** A service, and what its references stand for. */
  private record Known(HttpEndpoint endpoint, Map<String, String> values) {}

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
  synchronized void replace(List<HttpEndpointResource> resources)
      throws SidecarException, InterruptedException {
    byName = known(resources);
    inForce = List.copyOf(resources);
  }

  /**
   * Looks up again what references stand for. A service whose secrets are what they were stays as
   * it is, with its connections; one whose secrets are not to be had keeps those that it has.
   */
  synchronized void refresh() throws InterruptedException {
    try {
      var now = known(inForce);
      now.replaceAll((name, fresh) -> newer(name, byName.get(name), fresh));
      byName = now;
    } catch (SidecarException e) {
      LOG.warn("The secrets of HTTP endpoints cannot be checked: {}", e.getMessage());
    }
  }

  private static Known newer(String name, @Nullable Known old, Known fresh) {
    if (old != null && old.values.equals(fresh.values)) {
      return old;
    }
    LOG.info("Secrets of HTTP endpoint {} have changed", name);
    return fresh;
  }

  private Map<String, Known> known(List<HttpEndpointResource> resources)
      throws SidecarException, InterruptedException {
    var endpoints = new TreeMap<String, Known>();
    for (HttpEndpointResource resource : resources) {
      try {
        Map<String, String> values =
            resolver.resolve(resource.asComponent(), secretStores).references();
        endpoints.put(resource.name(), new Known(endpoint(resource, values), values));
      } catch (UnresolvedMetadataException e) {
        throw new SidecarException(
            "failed to load HTTP endpoint " + resource.name() + ": " + e.getMessage(), e);
      }
    }
    return endpoints;
  }

  /**
   * @return the service of that name, or null
   */
  @Nullable HttpEndpoint find(String name) {
    Known known = byName.get(name);
    return known == null ? null : known.endpoint;
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

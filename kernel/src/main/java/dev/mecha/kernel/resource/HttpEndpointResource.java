package dev.mecha.kernel.resource;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A service outside that can be invoked by name: {@code kind: HTTPEndpoint}.
 *
 * @param name {@code metadata.name}
 * @param namespace {@code metadata.namespace}, or empty
 * @param baseUrl {@code spec.baseUrl}
 * @param headers {@code spec.headers}, set on every request; references unresolved
 * @param rootCa {@code spec.clientTLS.rootCA} in PEM, or null for the well-known authorities
 * @param certificate {@code spec.clientTLS.certificate} in PEM, or null for none
 * @param privateKey {@code spec.clientTLS.privateKey} in PEM, or null for none
 * @param secretStore {@code auth.secretStore}, where its secrets are, or empty
 * @param scopes the applications that may use it; empty for all
 * @param origin where it was written
 */
public record HttpEndpointResource(
    String name,
    String namespace,
    String baseUrl,
    List<MetadataItem> headers,
    @Nullable MetadataItem rootCa,
    @Nullable MetadataItem certificate,
    @Nullable MetadataItem privateKey,
    String secretStore,
    List<String> scopes,
    Origin origin)
    implements Resource {

  /** The field of {@link #asComponent} that holds {@link #rootCa}; no header has such a name. */
  public static final String ROOT_CA = "spec.clientTLS.rootCA";

  /** The field of {@link #asComponent} that holds {@link #certificate}. */
  public static final String CERTIFICATE = "spec.clientTLS.certificate";

  /** The field of {@link #asComponent} that holds {@link #privateKey}. */
  public static final String PRIVATE_KEY = "spec.clientTLS.privateKey";

  static HttpEndpointResource read(ResourceHeader header, ResourceNode document) {
    ResourceNode spec = document.field("spec");
    ResourceNode tls = spec.field("clientTLS");
    return new HttpEndpointResource(
        header.name(),
        header.namespace(),
        baseUrl(spec.field("baseUrl")),
        spec.field("headers").items(MetadataItem::read),
        item(ROOT_CA, tls.field("rootCA")),
        item(CERTIFICATE, tls.field("certificate")),
        item(PRIVATE_KEY, tls.field("privateKey")),
        document.field("auth").field("secretStore").text(""),
        header.scopes(),
        header.origin());
  }

  private static String baseUrl(ResourceNode node) {
    String url = node.text("");
    if (!url.startsWith("http://") && !url.startsWith("https://")) {
      throw node.wrong("a URL that starts with http:// or https://");
    }
    return url;
  }

  private static @Nullable MetadataItem item(String name, ResourceNode node) {
    if (!node.isPresent()) {
      return null;
    }
    MetadataItem item = MetadataItem.read(node);
    return new MetadataItem(name, item.value(), item.secretKeyRef(), item.envRef());
  }

  /**
   * What refers to secrets and variables, in the form in which {@link MetadataResolver} takes it.
   *
   * @return the headers, and the certificates as fields with the names above
   */
  public ComponentResource asComponent() {
    var items = new ArrayList<>(headers);
    for (MetadataItem item : new MetadataItem[] {rootCa, certificate, privateKey}) {
      if (item != null) {
        items.add(item);
      }
    }
    return new ComponentResource(
        name,
        namespace,
        "HTTPEndpoint",
        "",
        ComponentResource.DEFAULT_INIT_TIMEOUT,
        false,
        List.copyOf(items),
        secretStore,
        scopes,
        origin);
  }

  @Override
  public boolean sameAs(Resource other) {
    return other instanceof HttpEndpointResource endpoint
        && baseUrl.equals(endpoint.baseUrl)
        && asComponent().sameAs(endpoint.asComponent());
  }

  /** The name only: headers may be secrets. */
  @Override
  public String toString() {
    return name;
  }
}

package dev.mecha.component.names;

import dev.mecha.spi.ComponentContext;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.Property;
import dev.mecha.spi.nameresolution.NameResolver;
import dev.mecha.spi.nameresolution.ResolveRequest;
import dev.mecha.spi.nameresolution.ServiceInstance;
import dev.mecha.spi.nameresolution.ServiceNotFoundException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/** Finds sidecars through the DNS names that Kubernetes gives to their services. */
public final class KubernetesNameResolver implements NameResolver {

  private static final String USUAL = "{{.ID}}-dapr.{{.Namespace}}.svc.";

  private final AddressTemplate template;
  private final Lookup lookup;
  private volatile boolean closed;

  /** The addresses behind a name. */
  @FunctionalInterface
  interface Lookup {
    InetAddress[] find(String host) throws UnknownHostException;
  }

  /** Makes resolvers of the type {@code nameresolution.kubernetes}. */
  public static final class Provider implements ComponentProvider<NameResolver> {

    @Override
    public Class<NameResolver> kind() {
      return NameResolver.class;
    }

    @Override
    public List<String> types() {
      return List.of("nameresolution.kubernetes");
    }

    @Override
    public NameResolver create(ComponentContext context) {
      return new KubernetesNameResolver(context);
    }
  }

  /**
   * @param context the configuration
   * @throws dev.mecha.spi.InvalidMetadataException if the template has other fields than those
   *     allowed
   */
  public KubernetesNameResolver(ComponentContext context) {
    this(context, InetAddress::getAllByName);
  }

  KubernetesNameResolver(ComponentContext context, Lookup lookup) {
    this.lookup = lookup;
    Property given = context.metadata().property("template");
    String domain = context.metadata().property("clusterDomain").text("cluster.local");
    this.template =
        given.isPresent()
            ? given.parse(
                "an address with {{.ID}}, {{.Namespace}} and {{.Port}}", AddressTemplate::parse)
            : AddressTemplate.parse(USUAL + domain + ":{{.Port}}");
  }

  @Override
  public List<String> resolve(ResolveRequest request) throws InterruptedException {
    if (closed) {
      throw new ComponentException("the name resolver is closed");
    }
    if (Thread.interrupted()) {
      throw new InterruptedException("before " + request.appId() + " was looked up");
    }
    String address = template.fill(request);
    int colon = address.lastIndexOf(':');
    String host = colon < 0 ? address : address.substring(0, colon);
    int port = colon < 0 ? request.port() : port(address, colon + 1);
    try {
      return Arrays.stream(lookup.find(host))
          .map(found -> ServiceInstance.address(found.getHostAddress(), port))
          .distinct()
          .toList();
    } catch (UnknownHostException e) {
      throw new ServiceNotFoundException(
          "failed to resolve address for '" + host + "': " + e.getMessage());
    }
  }

  private static int port(String address, int start) {
    String text = address.substring(start);
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new ComponentException("\"" + address + "\" (expected: a number behind the colon)", e);
    }
  }

  @Override
  public void close() {
    closed = true;
  }
}

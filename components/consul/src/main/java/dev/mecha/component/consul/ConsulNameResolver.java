package dev.mecha.component.consul;

import dev.mecha.spi.ComponentContext;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.nameresolution.NameResolver;
import dev.mecha.spi.nameresolution.ResolveRequest;
import dev.mecha.spi.nameresolution.ServiceInstance;
import dev.mecha.spi.nameresolution.ServiceNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the healthy instances of an application in Consul, and registers this one if asked to. */
public final class ConsulNameResolver implements NameResolver {

  private static final Logger LOG = LoggerFactory.getLogger(ConsulNameResolver.class);

  private final ConsulSettings settings;
  private final ConsulClient client;
  private final AtomicReference<@Nullable Registration> registered = new AtomicReference<>();
  private volatile boolean closed;

  /** Makes resolvers of the type {@code nameresolution.consul}. */
  public static final class Provider implements ComponentProvider<NameResolver> {

    @Override
    public Class<NameResolver> kind() {
      return NameResolver.class;
    }

    @Override
    public List<String> types() {
      return List.of("nameresolution.consul", "nameresolution.hashicorp.consul");
    }

    @Override
    public NameResolver create(ComponentContext context) {
      return new ConsulNameResolver(context, System.getenv());
    }
  }

  ConsulNameResolver(ComponentContext context, Map<String, String> environment) {
    this.settings = ConsulSettings.of(context.metadata());
    this.client = new ConsulClient(settings.client(), environment);
  }

  @Override
  public void ping() throws InterruptedException {
    requireOpen();
    try {
      client.get("v1/agent/self");
    } catch (IOException e) {
      throw failure("failed check on consul agent: ", e);
    }
  }

  @Override
  public void register(ServiceInstance instance) throws InterruptedException {
    requireOpen();
    if (settings.advanced() == null && !settings.selfRegister()) {
      ping();
      return;
    }
    Registration registration = Registration.of(settings, instance);
    try {
      client.put("v1/agent/service/register", Json.write(registration.body()));
    } catch (IOException e) {
      throw failure("failed to register consul service: ", e);
    }
    registered.set(registration);
    LOG.info("service:{} registered on consul agent", registration.name());
  }

  @Override
  public List<String> resolve(ResolveRequest request) throws InterruptedException {
    requireOpen();
    String app = request.appId();
    Object services;
    try {
      services = Json.parse(client.healthy(app, settings.query()));
    } catch (IOException e) {
      throw failure("failed to query healthy consul services: ", e);
    }
    if (!(services instanceof List<?> entries) || entries.isEmpty()) {
      throw notFound(app);
    }
    List<String> addresses = addresses(app, entries);
    if (addresses.isEmpty()) {
      throw new ComponentException(
          "target service AppID '%s' found but %s missing from meta"
              .formatted(app, settings.portKey()));
    }
    return addresses;
  }

  private List<String> addresses(String app, List<?> entries) {
    var addresses = new ArrayList<String>();
    for (Object entry : entries) {
      Map<String, Object> fields = Json.asObject(entry);
      Map<String, Object> service = Json.object(fields, "Service");
      String port = Json.text(Json.object(service, "Meta"), settings.portKey());
      if (!port.isEmpty()) {
        String own = Json.text(service, "Address");
        String host = own.isEmpty() ? Json.text(Json.object(fields, "Node"), "Address") : own;
        addresses.add(address(app, host, port));
      }
    }
    return addresses;
  }

  private static String address(String app, String host, String port) {
    if (host.isEmpty()) {
      throw notFound(app);
    }
    try {
      return ServiceInstance.address(host, Integer.parseInt(port));
    } catch (NumberFormatException e) {
      throw new ComponentException(
          "consul: port of '" + app + "': \"" + port + "\" (expected: a number)", e);
    }
  }

  private static ServiceNotFoundException notFound(String app) {
    return new ServiceNotFoundException("no healthy services found with AppID '" + app + "'");
  }

  private static ComponentException failure(String what, IOException cause) {
    String message = cause.getMessage();
    return new ComponentException(what + (message == null ? cause.toString() : message), cause);
  }

  private void requireOpen() {
    if (closed) {
      throw new ComponentException("the name resolver is closed");
    }
  }

  /** Takes the registration back only if {@code selfDeregister} says so, as with the peer. */
  @Override
  public void close() {
    closed = true;
    Registration registration = registered.getAndSet(null);
    if (registration != null && settings.selfDeregister()) {
      try {
        String id = QueryOptions.encode(registration.id());
        client.put("v1/agent/service/deregister/" + id, "");
        LOG.info("deregistered service from consul");
      } catch (IOException e) {
        LOG.warn("failed to deregister consul service: {}", e.getMessage());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    client.close();
  }
}

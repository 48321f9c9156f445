package dev.mecha.kernel.registry;

import dev.mecha.kernel.AppIdentity;
import dev.mecha.kernel.resource.ComponentResource;
import dev.mecha.kernel.resource.MetadataResolver;
import dev.mecha.kernel.resource.ResolvedMetadata;
import dev.mecha.kernel.resource.UnresolvedMetadataException;
import dev.mecha.spi.Component;
import dev.mecha.spi.ComponentContext;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.InvalidMetadataException;
import dev.mecha.spi.secret.SecretStore;
import dev.mecha.spi.time.Time;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes one component: finds what makes it, resolves its metadata, connects it and puts the
 * decorators around it, all within its {@code initTimeout} and away from the caller's thread.
 */
public final class ComponentInitializer {

  private static final Logger LOG = LoggerFactory.getLogger("dapr.runtime.processor");

  private final ComponentCatalog catalog;
  private final MetadataResolver resolver;
  private final Registry<SecretStore> secretStores;
  private final AppIdentity identity;
  private final Path home;
  private final Time clock;

  /**
   * @param catalog what can be made
   * @param resolver finds the values that metadata refers to
   * @param secretStores where it finds secrets
   * @param identity whose sidecar this is
   * @param home the folder for files whose path the metadata leaves open
   * @param clock the components' time
   */
  public ComponentInitializer(
      ComponentCatalog catalog,
      MetadataResolver resolver,
      Registry<SecretStore> secretStores,
      AppIdentity identity,
      Path home,
      Time clock) {
    this.catalog = catalog;
    this.resolver = resolver;
    this.secretStores = secretStores;
    this.identity = identity;
    this.home = home;
    this.clock = clock;
  }

  /** A component with its decorators, what it was told, and what it can do. */
  record Made<C extends Component>(
      C component, ResolvedMetadata metadata, List<String> capabilities) {}

  <C extends Component> Made<C> make(ComponentResource resource, ManagedKind<C> kind)
      throws ComponentInitException, InterruptedException {
    try {
      return BoundedCall.call(
          "init " + resource.name(),
          resource.initTimeout(),
          () -> connect(resource, kind),
          late -> late.component().close());
    } catch (TimeoutException e) {
      throw ComponentInitException.timeout(resource);
    } catch (ExecutionException e) {
      throw failure(resource, e.getCause() == null ? e : e.getCause());
    }
  }

  /** The values that a component's metadata refers to at present. */
  ResolvedMetadata resolve(ComponentResource resource)
      throws ComponentInitException, InterruptedException {
    try {
      return BoundedCall.call(
          "metadata of " + resource.name(),
          resource.initTimeout(),
          () -> resolver.resolve(resource, secretStores::find),
          late -> {});
    } catch (TimeoutException e) {
      throw ComponentInitException.timeout(resource);
    } catch (ExecutionException e) {
      throw failure(resource, e.getCause() == null ? e : e.getCause());
    }
  }

  private static ComponentInitException failure(ComponentResource resource, Throwable cause) {
    LOG.debug("{} failed to initialize", resource.logName(), cause);
    return switch (cause) {
      case ComponentInitException known -> known;
      case InvalidMetadataException wrong -> ComponentInitException.refused(resource, wrong);
      case UnresolvedMetadataException wrong -> ComponentInitException.refused(resource, wrong);
      default -> ComponentInitException.failed(resource, cause);
    };
  }

  private <C extends Component> Made<C> connect(ComponentResource resource, ManagedKind<C> kind)
      throws ComponentInitException, InterruptedException {
    ComponentProvider<?> provider = catalog.find(kind.kind(), resource.type(), resource.version());
    if (provider == null) {
      throw ComponentInitException.unknown(
          resource,
          "couldn't find %s %s/%s"
              .formatted(kind.kind().noun(), resource.type(), resource.version()));
    }
    ResolvedMetadata metadata = resolver.resolve(resource, secretStores::find);
    // A driver may look for its parts through the thread: it must find its own, not the host's.
    Thread.currentThread().setContextClassLoader(provider.getClass().getClassLoader());
    C component = kind.kind().type().cast(provider.create(context(resource, metadata)));
    return decorate(component, resource, metadata, kind);
  }

  private static <C extends Component> Made<C> decorate(
      C component, ComponentResource resource, ResolvedMetadata metadata, ManagedKind<C> kind) {
    C decorated = component;
    try {
      for (Decorator<C> decorator : kind.decorators()) {
        decorated = decorator.decorate(decorated, resource, metadata);
      }
      return new Made<>(decorated, metadata, kind.kind().capabilities().apply(decorated));
    } catch (RuntimeException | LinkageError e) {
      decorated.close();
      throw e;
    }
  }

  private ComponentContext context(ComponentResource resource, ResolvedMetadata metadata) {
    return new ComponentContext(
        resource.name(),
        resource.type().toLowerCase(Locale.ROOT),
        ComponentCatalog.normalizeVersion(resource.version()),
        identity.appId(),
        identity.namespace(),
        metadata.fields(),
        home,
        clock);
  }
}

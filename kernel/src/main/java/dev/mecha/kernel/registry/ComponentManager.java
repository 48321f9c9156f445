package dev.mecha.kernel.registry;

import dev.mecha.kernel.registry.ComponentInitializer.Made;
import dev.mecha.kernel.registry.LiveComponents.Live;
import dev.mecha.kernel.registry.WaitingComponents.Waiting;
import dev.mecha.kernel.resource.ComponentResource;
import dev.mecha.kernel.resource.MetadataResolver;
import dev.mecha.kernel.resource.ResolvedMetadata;
import dev.mecha.spi.Component;
import dev.mecha.spi.secret.SecretStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the components that the resources ask for: makes them, secret stores first; holds those
 * back that need a secret store which is not there yet; replaces and removes them when resources
 * change. One change at a time; building blocks see the results through the {@link Registry} of
 * each kind.
 */
public final class ComponentManager implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger("dapr.runtime.processor");

  private final List<ManagedKind<?>> kinds;
  private final Registry<SecretStore> secretStores;
  private final MetadataResolver resolver;
  private final ComponentInitializer initializer;
  private final ComponentDenyList denyList;
  private final ComponentListener listener;

  private final ReentrantLock lock = new ReentrantLock();
  private final LiveComponents live = new LiveComponents();
  private final WaitingComponents waiting = new WaitingComponents();
  private final Map<String, ComponentResource> leftOut = new LinkedHashMap<>();

  /**
   * @param kinds what the runtime serves, with a registry for each; a component of another kind is
   *     left out
   * @param secretStores the registry of secret stores, one of those in {@code kinds}
   * @param resolver tells which secret store a component needs
   * @param initializer makes a component
   * @param denyList what must not be loaded
   * @param listener hears what becomes of components
   */
  public ComponentManager(
      List<ManagedKind<?>> kinds,
      Registry<SecretStore> secretStores,
      MetadataResolver resolver,
      ComponentInitializer initializer,
      ComponentDenyList denyList,
      ComponentListener listener) {
    this.kinds = List.copyOf(kinds);
    this.secretStores = secretStores;
    this.resolver = resolver;
    this.initializer = initializer;
    this.denyList = denyList;
    this.listener = listener;
  }

  /**
   * Makes the components that the runtime starts with, one after the other. When it returns, each
   * is usable, or waits for a secret store that is not there, or has failed with {@code
   * ignoreErrors}.
   *
   * @param resources in the order in which they are written
   * @throws ComponentFailedException if one fails that must not
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  public void load(List<ComponentResource> resources)
      throws ComponentFailedException, InterruptedException {
    lock.lockInterruptibly();
    try {
      LOG.info("Loading components…");
      for (ComponentResource resource : StartOrder.of(resources)) {
        if (denyList.allows(resource)) {
          LOG.debug("Found component: {}", resource.logName());
          start(resource);
        } else {
          leftOut.put(resource.name(), resource);
        }
      }
      for (Waiting each : waiting.all()) {
        LOG.warn(
            "Component {} waits for secret store {}", each.resource().name(), each.secretStore());
      }
      LOG.info("All outstanding components processed");
    } finally {
      lock.unlock();
    }
  }

  /**
   * Adds a component, or replaces the one of the same name. The new one takes the place of the old
   * one when it is ready; if it does not get ready beside it, the old one is closed first. If it
   * fails, neither is left.
   *
   * @param resource what to make
   * @throws ComponentFailedException if it fails and must not
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  public void update(ComponentResource resource)
      throws ComponentFailedException, InterruptedException {
    lock.lockInterruptibly();
    try {
      forget(resource.name());
      if (denyList.allows(resource)) {
        LOG.info("Adding Component for processing: {}", resource.logName());
        start(resource);
        if (live.find(resource.name()) != null) {
          LOG.info("Component updated: {}", resource.logName());
        }
      } else {
        live.close(resource.name());
        leftOut.put(resource.name(), resource);
        LOG.warn("Received unauthorized component update, ignored: {}", resource.logName());
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Closes a component, and forgets it if it waits.
   *
   * @param name of the component; nothing happens if there is none
   * @throws InterruptedException if the thread is interrupted while calls in flight end; it is
   *     closed nevertheless
   */
  public void remove(String name) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      forget(name);
      live.close(name);
    } finally {
      lock.unlock();
    }
  }

  private void forget(String name) {
    waiting.remove(name);
    leftOut.remove(name);
  }

  /**
   * Replaces the components whose secrets or environment have changed.
   *
   * @throws ComponentFailedException if one fails that must not
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  public void refreshReferences() throws ComponentFailedException, InterruptedException {
    lock.lockInterruptibly();
    try {
      for (Live each : live.all()) {
        if (resolver.neededSecretStore(each.resource()) != null && hasChanged(each)) {
          LOG.info("Secrets of component {} have changed", each.resource().logName());
          start(each.resource());
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** A store that does not answer is no reason to give up a component that works. */
  private boolean hasChanged(Live component) throws InterruptedException {
    try {
      ResolvedMetadata now = initializer.resolve(component.resource());
      return !now.references().equals(component.metadata().references());
    } catch (ComponentInitException e) {
      LOG.warn(
          "The secrets of component {} cannot be checked: {}",
          component.resource().logName(),
          e.getMessage());
      return false;
    }
  }

  /**
   * What the manager has dealt with: components that live, that wait, that are left out; not those
   * that failed.
   *
   * @return the resources
   */
  public List<ComponentResource> resources() {
    lock.lock();
    try {
      var known = new ArrayList<ComponentResource>();
      live.all().forEach(each -> known.add(each.resource()));
      waiting.all().forEach(each -> known.add(each.resource()));
      known.addAll(leftOut.values());
      return List.copyOf(known);
    } finally {
      lock.unlock();
    }
  }

  /**
   * What the metadata API lists. Never waits.
   *
   * @return the components that can be used, in the order in which they became so
   */
  public List<RegisteredComponent> components() {
    return live.listing();
  }

  private void start(ComponentResource resource)
      throws ComponentFailedException, InterruptedException {
    String needed = resolver.neededSecretStore(resource);
    if (needed != null && secretStores.find(needed) == null) {
      LOG.warn(
          "Component {} references a secret store that isn't loaded: {}", resource.name(), needed);
      live.close(resource.name());
      waiting.add(resource, needed);
      return;
    }
    ManagedKind<?> kind =
        kinds.stream()
            .filter(each -> each.kind().includes(resource.type()))
            .findFirst()
            .orElse(null);
    if (kind == null) {
      live.close(resource.name());
      leaveOut(resource);
    } else if (init(resource, kind) && StartOrder.isSecretStore(resource)) {
      for (ComponentResource ready : waiting.takeThoseFor(resource.name())) {
        start(ready);
      }
    }
  }

  private void leaveOut(ComponentResource resource) throws ComponentFailedException {
    String type = resource.type();
    if (ComponentKinds.CATEGORIES.stream().noneMatch(each -> type.startsWith(each + "."))) {
      fail(resource, "incorrect type " + type, null);
    } else {
      leftOut.put(resource.name(), resource);
      LOG.error(
          "Component {} is left out: this runtime does not serve components of its kind",
          resource.logName());
    }
  }

  /** Whether the component is there now. */
  private <C extends Component> boolean init(ComponentResource resource, ManagedKind<C> kind)
      throws ComponentFailedException, InterruptedException {
    try {
      Made<C> made = makeInPlaceOf(live.find(resource.name()), resource, kind);
      live.register(resource, kind, made);
      listener.initialized(resource.type());
      LOG.info("Component loaded: {}", resource.logName());
      return true;
    } catch (ComponentInitException e) {
      live.close(resource.name());
      listener.failed(resource.type(), e.reason(), resource.name());
      String problem = String.valueOf(e.getMessage());
      LOG.error("Failed to init component {}: {}", resource.logName(), problem);
      fail(resource, ComponentInitException.wrap("INIT_COMPONENT_FAILURE", resource, problem), e);
      return false;
    }
  }

  /**
   * Some engines can be opened once only: then the old component has to go before the new one can
   * come.
   */
  private <C extends Component> Made<C> makeInPlaceOf(
      @Nullable Live old, ComponentResource resource, ManagedKind<C> kind)
      throws ComponentInitException, InterruptedException {
    try {
      return initializer.make(resource, kind);
    } catch (ComponentInitException e) {
      if (old == null || !e.isWorthAnotherTry()) {
        throw e;
      }
      live.close(resource.name());
      return initializer.make(resource, kind);
    }
  }

  private static void fail(ComponentResource resource, String problem, @Nullable Throwable cause)
      throws ComponentFailedException {
    String error = "process component " + resource.name() + " error: " + problem;
    if (resource.ignoreErrors()) {
      LOG.error("Ignoring error processing component: {}", error);
    } else {
      LOG.warn("Error processing component, daprd will exit gracefully: {}", error);
      throw new ComponentFailedException(error, cause);
    }
  }

  /** Closes all components, those first that were made last, and forgets those that wait. */
  @Override
  public void close() {
    lock.lock();
    try {
      waiting.all().forEach(each -> forget(each.resource().name()));
      live.closeAll();
    } finally {
      lock.unlock();
    }
  }
}

package dev.mecha.kernel.registry;

import dev.mecha.kernel.registry.DirectoryWatcher.Cause;
import dev.mecha.kernel.resource.ComponentResource;
import dev.mecha.kernel.resource.DuplicateResourceException;
import dev.mecha.kernel.resource.HttpEndpointResource;
import dev.mecha.kernel.resource.ResiliencyResource;
import dev.mecha.kernel.resource.ResourceKinds;
import dev.mecha.kernel.resource.ResourceLoadException;
import dev.mecha.kernel.resource.ResourceLoader;
import dev.mecha.kernel.resource.ResourceSet;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the resource directories while the runtime runs. Components are added, replaced and
 * removed; what else takes effect at once is handed on; for what cannot be changed at run time a
 * restart is asked for. A file that cannot be read changes nothing. Used like this: {@link #watch},
 * load the resources, {@link #start}.
 */
public final class HotReload implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger("dapr.runtime.hotreload");

  private static final String IN_PLACE = "taking effect at once";

  /**
   * How long files are left alone after the last change, so that nobody reads a half-written one.
   */
  public static final Duration DEFAULT_QUIET_TIME = Duration.ofMillis(50);

  /** How often the files are read even if no change is noticed. */
  public static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(60);

  /**
   * What the runtime has to do itself. Called by the watcher's thread; must not wait for {@link
   * #close}.
   */
  public interface Listener {

    /** A Configuration has changed: that takes effect at a start only. */
    void restartNeeded();

    /**
     * Policies have changed.
     *
     * @param inForce all from now on
     */
    void policiesChanged(List<ResiliencyResource> inForce);

    /**
     * Services outside have changed.
     *
     * @param inForce all from now on
     * @throws InterruptedException if the runtime stops meanwhile
     */
    void endpointsChanged(List<HttpEndpointResource> inForce) throws InterruptedException;

    /**
     * The files were read anew, and the components are up to date.
     *
     * @param resources what is in them
     * @throws InterruptedException if the runtime stops meanwhile
     */
    default void found(ResourceSet resources) throws InterruptedException {}

    /**
     * The runtime has to end, as it would have at start.
     *
     * @param cause a component that must not fail has failed, or a name is taken twice
     */
    void failed(Exception cause);
  }

  private final ResourceLoader loader;
  private final ComponentManager components;
  private final Listener listener;
  private final DirectoryWatcher watcher;
  private List<FollowedKind<?>> others = List.of(); // the watcher's, once it runs

  /**
   * @param loader reads the directories
   * @param components what is kept up to date
   * @param listener does what cannot be done here
   * @param quietTime how long files are left alone after the last change
   * @param interval how often the files are read even if no change is noticed
   */
  public HotReload(
      ResourceLoader loader,
      ComponentManager components,
      Listener listener,
      Duration quietTime,
      Duration interval) {
    this.loader = loader;
    this.components = components;
    this.listener = listener;
    this.watcher = new DirectoryWatcher(loader.directories(), quietTime, interval, this::reconcile);
  }

  /**
   * Takes note of changes from now on: call it before the resources are loaded, and none is missed.
   */
  public void watch() {
    LOG.info("Watching directories: {}", loader.directories());
    watcher.watch();
  }

  /**
   * Starts to act upon changes.
   *
   * @param loaded what the runtime has started with
   */
  public void start(ResourceSet loaded) {
    others =
        List.of(
            new FollowedKind<>(
                ResourceKinds.HTTP_ENDPOINT, loaded, IN_PLACE, listener::endpointsChanged),
            new FollowedKind<>(
                ResourceKinds.RESILIENCY, loaded, IN_PLACE, listener::policiesChanged),
            new FollowedKind<>(
                ResourceKinds.CONFIGURATION,
                loaded,
                "triggering SIGHUP reload", // as the peer says, for all three
                inForce -> listener.restartNeeded()));
    LOG.info(
        "Hot reloading enabled. Daprd will reload 'Component', 'Configuration', 'HTTPEndpoint',"
            + " 'Resiliency' and 'Subscription' resources when they are added, updated or"
            + " deleted.");
    watcher.start();
  }

  private void reconcile(Cause cause) throws InterruptedException {
    try {
      ResourceSet found = loader.load();
      reload(found);
      components.refreshReferences();
      listener.found(found);
      for (FollowedKind<?> kind : others) {
        kind.compare(found);
      }
    } catch (ResourceLoadException e) {
      refuse(cause, e);
    } catch (ComponentFailedException e) {
      listener.failed(e);
    } catch (RuntimeException e) {
      LOG.error("Resources could not be reloaded", e);
    }
  }

  /**
   * The peer ends if a change makes names ambiguous, and only logs what it comes across at
   * intervals.
   */
  private void refuse(Cause cause, ResourceLoadException problem) {
    if (cause == Cause.CHANGE && problem instanceof DuplicateResourceException) {
      listener.failed(
          new ResourceLoadException(
              "failed to load resources from disk: " + problem.getMessage(), problem));
    } else {
      LOG.error("Error listing Component: {}", problem.getMessage());
    }
  }

  private void reload(ResourceSet found) throws ComponentFailedException, InterruptedException {
    ResourceDiff<ComponentResource> diff =
        ResourceDiff.between(components.resources(), found.of(ResourceKinds.COMPONENT), found);
    for (ComponentResource deleted : diff.deleted()) {
      LOG.debug("Received Component deletion, closing: {}", deleted.logName());
      components.remove(deleted.name());
    }
    for (ComponentResource updated : StartOrder.of(diff.updated())) {
      LOG.debug("Received Component update: {}", updated.logName());
      components.update(updated);
    }
    for (ComponentResource created : StartOrder.of(diff.created())) {
      LOG.debug("Received Component creation: {}", created.logName());
      components.update(created);
    }
  }

  /** Stops. A component that is being made is interrupted. */
  @Override
  public void close() {
    watcher.close();
  }
}

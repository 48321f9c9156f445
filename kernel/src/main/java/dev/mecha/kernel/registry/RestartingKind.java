package dev.mecha.kernel.registry;

import dev.mecha.kernel.resource.Resource;
import dev.mecha.kernel.resource.ResourceKind;
import dev.mecha.kernel.resource.ResourceSet;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A kind of resource that takes effect at start only. Says once of every change that a restart is
 * needed. For one thread.
 *
 * @param <R> the kind
 */
final class RestartingKind<R extends Resource> {

  private static final Logger LOG = LoggerFactory.getLogger("dapr.runtime.hotreload.reconciler");

  private final ResourceKind<R> kind;
  private List<R> inForce;

  RestartingKind(ResourceKind<R> kind, ResourceSet loaded) {
    this.kind = kind;
    this.inForce = loaded.of(kind);
  }

  void compare(ResourceSet found, HotReload.Listener listener) {
    ResourceDiff<R> diff = ResourceDiff.between(inForce, found.of(kind), found);
    diff.deleted().forEach(resource -> askForRestart("DELETED", resource, listener));
    diff.updated().forEach(resource -> askForRestart("UPDATED", resource, listener));
    diff.created().forEach(resource -> askForRestart("CREATED", resource, listener));
    var now = new ArrayList<>(found.of(kind));
    now.addAll(diff.unknown());
    inForce = now;
  }

  private void askForRestart(String event, Resource resource, HotReload.Listener listener) {
    LOG.info(
        "Received {} {} event: {} - triggering SIGHUP reload",
        kind.kind(),
        event,
        resource.logName());
    listener.restartNeeded(kind.kind(), resource.name());
  }
}

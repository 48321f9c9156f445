package dev.mecha.kernel.registry;

import dev.mecha.kernel.resource.Resource;
import dev.mecha.kernel.resource.ResourceKind;
import dev.mecha.kernel.resource.ResourceSet;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A kind of resource that is no component, and what is in force of it. Acts once upon every change.
 * For one thread.
 *
 * @param <R> the kind
 */
final class FollowedKind<R extends Resource> {

  private static final Logger LOG = LoggerFactory.getLogger("dapr.runtime.hotreload.reconciler");

  private final ResourceKind<R> kind;
  private final String effect;
  private final Change<R> change;
  private List<R> inForce;

  /**
   * @param kind which
   * @param loaded what the runtime has started with
   * @param effect what a change leads to, for the log
   * @param change does it
   */
  FollowedKind(ResourceKind<R> kind, ResourceSet loaded, String effect, Change<R> change) {
    this.kind = kind;
    this.effect = effect;
    this.change = change;
    this.inForce = loaded.of(kind);
  }

  void compare(ResourceSet found) throws InterruptedException {
    ResourceDiff<R> diff = ResourceDiff.between(inForce, found.of(kind), found);
    diff.deleted().forEach(resource -> tell("DELETED", resource));
    diff.updated().forEach(resource -> tell("UPDATED", resource));
    diff.created().forEach(resource -> tell("CREATED", resource));
    var now = new ArrayList<>(found.of(kind));
    now.addAll(diff.unknown());
    inForce = now;
    if (diff.isChange()) {
      change.apply(List.copyOf(now));
    }
  }

  private void tell(String event, Resource resource) {
    LOG.info("Received {} {} event: {} - {}", kind.kind(), event, resource.logName(), effect);
  }

  /**
   * What a change leads to.
   *
   * @param <R> the kind
   */
  interface Change<R> {

    /**
     * @param inForce all resources of the kind from now on
     */
    void apply(List<R> inForce) throws InterruptedException;
  }
}

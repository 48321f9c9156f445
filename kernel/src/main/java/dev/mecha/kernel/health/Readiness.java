package dev.mecha.kernel.health;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

/** What has to be up before requests can be served. Ready when every target is; thread-safe. */
public final class Readiness {

  private final Set<String> pending = new ConcurrentSkipListSet<>();

  /**
   * @param targets what to wait for, by the names that the health error lists
   */
  public Readiness(Collection<String> targets) {
    pending.addAll(targets);
  }

  /**
   * @param target one of the targets, or a new one
   * @param up whether it is up now
   */
  public void set(String target, boolean up) {
    if (up) {
      pending.remove(target);
    } else {
      pending.add(target);
    }
  }

  /**
   * @return the targets that are not up, sorted; empty when ready
   */
  public List<String> pending() {
    return List.copyOf(pending);
  }

  /**
   * @return whether every target is up
   */
  public boolean ready() {
    return pending.isEmpty();
  }
}

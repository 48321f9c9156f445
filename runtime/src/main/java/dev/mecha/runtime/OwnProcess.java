package dev.mecha.runtime;

import dev.mecha.runtime.trust.TrustedAuthorities;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What a process does that is there for sidecars alone. An application that has a sidecar inside
 * decides about these things itself.
 */
public final class OwnProcess {

  private static final AtomicBoolean PREPARED = new AtomicBoolean();

  private OwnProcess() {}

  /**
   * Trusts whom the environment names, and gives memory back that is not needed any more. The first
   * call counts.
   *
   * @param environment of the process
   */
  public static void prepare(Map<String, String> environment) {
    if (PREPARED.compareAndSet(false, true)) {
      TrustedAuthorities.install(environment);
      IdleHeap.watch();
    }
  }
}

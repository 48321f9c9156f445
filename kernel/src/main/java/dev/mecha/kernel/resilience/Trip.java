package dev.mecha.kernel.resilience;

/** When a closed breaker opens. */
@FunctionalInterface
interface Trip {

  /** What applies if a policy says nothing: more than five failures in a row. */
  Trip DEFAULT = counts -> counts.consecutiveFailures() > 5;

  /**
   * @param counts with the failure that has just been
   * @return whether it is enough
   */
  boolean isDue(Counts counts);
}

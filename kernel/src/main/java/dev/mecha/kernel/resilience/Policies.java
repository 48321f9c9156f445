package dev.mecha.kernel.resilience;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What applies to one target.
 *
 * @param timeout of each try, more than zero; or null for none
 * @param retry what is tried again, or null for nothing
 * @param breaker what its breakers are made from, or null for none
 */
record Policies(
    @Nullable Duration timeout, @Nullable RetryPolicy retry, @Nullable NamedBreaker breaker) {

  static final Policies NONE = new Policies(null, null, null);

  /**
   * A breaker's policy.
   *
   * @param name of the policy
   * @param policy what it says
   */
  record NamedBreaker(String name, BreakerPolicy policy) {}

  boolean isEmpty() {
    return equals(NONE);
  }

  Policies timeoutOnly() {
    return new Policies(timeout, null, null);
  }

  Policies withoutTimeout() {
    return new Policies(null, retry, breaker);
  }
}

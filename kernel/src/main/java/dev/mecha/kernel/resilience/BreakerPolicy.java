package dev.mecha.kernel.resilience;

import dev.mecha.kernel.expression.InvalidExpressionException;
import dev.mecha.kernel.resource.ResiliencyPolicies;
import java.time.Duration;

/**
 * What circuit breakers are made from.
 *
 * @param maxRequests how many probes a half-open breaker lets through, and how many of them must
 *     work before it closes; at least 1
 * @param interval how often a closed breaker forgets what it has counted; zero for never
 * @param timeout how long an open breaker lets nothing through
 * @param trip when a closed breaker opens
 */
record BreakerPolicy(int maxRequests, Duration interval, Duration timeout, Trip trip) {

  static BreakerPolicy of(ResiliencyPolicies.CircuitBreaker breaker)
      throws InvalidExpressionException {
    return new BreakerPolicy(
        breaker.maxRequests(),
        breaker.interval(),
        breaker.timeout(),
        breaker.trip().isEmpty() ? Trip.DEFAULT : TripExpression.compile(breaker.trip()));
  }
}

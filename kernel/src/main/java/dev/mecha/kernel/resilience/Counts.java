package dev.mecha.kernel.resilience;

/**
 * What a circuit breaker has counted since it changed or forgot. Immutable.
 *
 * @param requests what was let through
 * @param totalSuccesses what worked
 * @param totalFailures what failed
 * @param consecutiveSuccesses what worked since the last failure
 * @param consecutiveFailures what failed since the last success
 */
record Counts(
    long requests,
    long totalSuccesses,
    long totalFailures,
    long consecutiveSuccesses,
    long consecutiveFailures) {

  static final Counts ZERO = new Counts(0, 0, 0, 0, 0);

  Counts request() {
    return new Counts(
        requests + 1, totalSuccesses, totalFailures, consecutiveSuccesses, consecutiveFailures);
  }

  /** For one who went away: nobody knows how it would have ended. */
  Counts withdrawn() {
    return new Counts(
        requests - 1, totalSuccesses, totalFailures, consecutiveSuccesses, consecutiveFailures);
  }

  Counts success() {
    return new Counts(requests, totalSuccesses + 1, totalFailures, consecutiveSuccesses + 1, 0);
  }

  Counts failure() {
    return new Counts(requests, totalSuccesses, totalFailures + 1, 0, consecutiveFailures + 1);
  }
}

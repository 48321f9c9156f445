package dev.mecha.kernel.resilience;

import dev.mecha.kernel.resource.ResiliencyPolicies.Retry;
import dev.mecha.kernel.resource.StatusCodes;
import dev.mecha.spi.time.Time;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What is tried again, how often and when.
 *
 * @param backoff when
 * @param maxRetries how often; negative for no limit
 * @param http the HTTP statuses that are tried again
 * @param grpc the gRPC codes that are tried again
 */
record RetryPolicy(Backoff backoff, int maxRetries, StatusCodes http, StatusCodes grpc) {

  /** How long at most a user's exponential policy tries; the peer has no field for it. */
  private static final Duration MAX_ELAPSED = Duration.ofMinutes(15);

  static RetryPolicy of(Retry retry) {
    Backoff backoff =
        switch (retry.growth()) {
          case CONSTANT -> new Backoff.Constant(retry.duration());
          case EXPONENTIAL -> new Backoff.Exponential(retry.maxInterval(), MAX_ELAPSED);
        };
    return new RetryPolicy(backoff, retry.maxRetries(), retry.http(), retry.grpc());
  }

  /** A policy for failures of any code. */
  static RetryPolicy of(Backoff backoff, int maxRetries) {
    return new RetryPolicy(backoff, maxRetries, StatusCodes.HTTP, StatusCodes.GRPC);
  }

  RetryPolicy withRetries(int retries) {
    return new RetryPolicy(backoff, retries, http, grpc);
  }

  /** An open circuit stays open for longer than a retry waits. */
  boolean isPermanent(Exception failure) {
    if (failure instanceof CircuitOpenException) {
      return true;
    }
    return failure instanceof CodedFailure coded
        && !http.contains(coded.code())
        && !grpc.contains(coded.code());
  }

  /**
   * @return the waiting times of one call
   */
  Backoff.Delays delays(Time time, RandomGenerator random) {
    Backoff.Delays delays = backoff.delays(time, random);
    return maxRetries < 0 ? delays : new Limited(delays, maxRetries);
  }

  private static final class Limited implements Backoff.Delays {

    private final Backoff.Delays delays;
    private int left;

    Limited(Backoff.Delays delays, int limit) {
      this.delays = delays;
      this.left = limit;
    }

    @Override
    public @Nullable Duration next() {
      if (left == 0) {
        return null;
      }
      left--;
      return delays.next();
    }
  }
}

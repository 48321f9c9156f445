package dev.mecha.kernel.resilience;

import dev.mecha.kernel.resilience.GuardListener.PolicyKind;
import dev.mecha.kernel.resilience.GuardListener.Target;
import dev.mecha.spi.time.Time;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The policies of one target around each other: each try has its time, the breaker sees each try,
 * and the retries are outermost, so that an open breaker ends them.
 *
 * @param operation what is tried, for the log
 * @param target in whose name it is counted
 * @param policies what applies
 * @param breaker the target's, or null
 * @param time the time that passes
 * @param random scatters tries
 * @param listener is told what the policies do
 */
record PolicyGuard(
    String operation,
    Target target,
    Policies policies,
    @Nullable CircuitBreaker breaker,
    Time time,
    RandomGenerator random,
    GuardListener listener)
    implements Guard {

  @Override
  public <T, E extends Exception> T run(Attempt<T, E> attempt) throws E, InterruptedException {
    return retried(broken(limited(attempt)));
  }

  private <T, E extends Exception> Attempt<T, E> limited(Attempt<T, E> attempt) {
    if (policies.timeout() == null) {
      return attempt;
    }
    listener.applied(target, PolicyKind.TIMEOUT, "");
    // The peer counts a call once, however many of its tries took too long.
    var told = new AtomicBoolean();
    var limit =
        new TimeLimit(
            policies.timeout(),
            time,
            () -> {
              if (told.compareAndSet(false, true)) {
                listener.activated(target, PolicyKind.TIMEOUT, "");
              }
            });
    return () -> limit.run(attempt);
  }

  private <T, E extends Exception> Attempt<T, E> broken(Attempt<T, E> attempt) {
    if (breaker == null) {
      return attempt;
    }
    listener.applied(target, PolicyKind.CIRCUIT_BREAKER, breaker.state().label());
    return () -> breaker.run(attempt);
  }

  private <T, E extends Exception> T retried(Attempt<T, E> attempt) throws E, InterruptedException {
    if (policies.retry() == null) {
      return attempt.run();
    }
    listener.applied(target, PolicyKind.RETRY, "");
    return new Retries(
            operation,
            policies.retry(),
            _ -> false,
            time,
            random,
            () -> listener.activated(target, PolicyKind.RETRY, ""))
        .run(attempt);
  }
}

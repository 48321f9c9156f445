package dev.mecha.kernel.resilience;

import dev.mecha.spi.time.Time;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets nothing through for a while after too much has failed, then a few probes, and all when they
 * worked. An outcome counts only if the breaker is still in the state in which the try began. A
 * caller that is interrupted counts neither way and gives its place back.
 */
final class CircuitBreaker implements Guard {

  private static final Logger LOG = LoggerFactory.getLogger("dapr.runtime");

  private enum Outcome {
    SUCCESS,
    FAILURE,
    UNKNOWN
  }

  private final String name;
  private final BreakerPolicy policy;
  private final Time time;
  private final Consumer<CircuitState> listener;

  private final ReentrantLock lock = new ReentrantLock(); // guards all below
  private CircuitState state = CircuitState.CLOSED;
  private Counts counts = Counts.ZERO;
  private long generation;
  private long since;

  /**
   * @param name for the log
   * @param policy what applies
   * @param time the time that passes
   * @param listener is told when it opens and when it closes; quick
   */
  CircuitBreaker(String name, BreakerPolicy policy, Time time, Consumer<CircuitState> listener) {
    this.name = name;
    this.policy = policy;
    this.time = time;
    this.listener = listener;
    this.since = time.nanoTime();
  }

  @Override
  public <T, E extends Exception> T run(Attempt<T, E> attempt) throws E, InterruptedException {
    long entered = enter();
    Outcome outcome = Outcome.FAILURE;
    try {
      T result = attempt.run();
      outcome = Outcome.SUCCESS;
      return result;
    } catch (InterruptedException e) {
      outcome = Outcome.UNKNOWN;
      throw e;
    } finally {
      leave(entered, outcome);
    }
  }

  CircuitState state() {
    lock.lock();
    try {
      passTime();
      return state;
    } finally {
      lock.unlock();
    }
  }

  private long enter() {
    lock.lock();
    try {
      passTime();
      if (state == CircuitState.OPEN) {
        throw CircuitOpenException.open();
      } else if (state == CircuitState.HALF_OPEN && counts.requests() >= policy.maxRequests()) {
        throw CircuitOpenException.tooManyRequests();
      }
      counts = counts.request();
      return generation;
    } finally {
      lock.unlock();
    }
  }

  private void leave(long entered, Outcome outcome) {
    lock.lock();
    try {
      passTime();
      if (generation == entered) {
        count(outcome);
      }
    } finally {
      lock.unlock();
    }
  }

  private void count(Outcome outcome) {
    counts =
        switch (outcome) {
          case SUCCESS -> counts.success();
          case FAILURE -> counts.failure();
          case UNKNOWN -> counts.withdrawn();
        };
    boolean halfOpen = state == CircuitState.HALF_OPEN;
    if (halfOpen && counts.consecutiveSuccesses() >= policy.maxRequests()) {
      become(CircuitState.CLOSED);
    } else if (outcome == Outcome.FAILURE && (halfOpen || policy.trip().isDue(counts))) {
      become(CircuitState.OPEN);
    }
  }

  private void passTime() {
    long nanos = time.nanoTime() - since;
    if (state == CircuitState.OPEN && nanos > policy.timeout().toNanos()) {
      become(CircuitState.HALF_OPEN);
    } else if (state == CircuitState.CLOSED
        && policy.interval().isPositive()
        && nanos > policy.interval().toNanos()) {
      startAnew();
    }
  }

  private void become(CircuitState next) {
    LOG.info(
        "Circuit breaker \"{}\" changed state from {} to {}", name, state.label(), next.label());
    state = next;
    startAnew();
    if (next != CircuitState.HALF_OPEN) {
      listener.accept(next); // half open is nothing but time that has passed
    }
  }

  private void startAnew() {
    generation++;
    counts = Counts.ZERO;
    since = time.nanoTime();
  }
}

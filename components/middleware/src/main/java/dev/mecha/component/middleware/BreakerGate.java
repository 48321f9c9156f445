package dev.mecha.component.middleware;

import java.util.concurrent.locks.ReentrantLock;

/**
 * A circuit breaker rule: closes a resource when too many of its requests are slow ({@code
 * strategy} 0). After {@code retryTimeoutMs} requests are let in one by one to see whether it has
 * recovered. The strategies that count errors are accepted and never close a resource: the peer
 * tells its breakers of no errors either.
 */
final class BreakerGate implements Gate {

  private enum State {
    CLOSED,
    OPEN,
    HALF_OPEN
  }

  private static final int SLOW = 0;

  private final String resource;
  private final int strategy;
  private final long retryTimeout;
  private final long minRequests;
  private final long maxAllowed;
  private final double threshold;
  private final long probes;
  private final Clock clock;
  private final SlidingCount total;
  private final SlidingCount slow;
  private final ReentrantLock lock = new ReentrantLock();
  private State state = State.CLOSED;
  private long retryAt;
  private long succeeded;

  static Gate of(Rule rule, Clock clock) {
    return new BreakerGate(rule, clock);
  }

  private BreakerGate(Rule rule, Clock clock) {
    this.resource = rule.resource();
    this.strategy = rule.integer("strategy", SLOW, 2);
    this.retryTimeout = rule.integer("retryTimeoutMs", 0, Integer.MAX_VALUE);
    this.minRequests = rule.integer("minRequestAmount", 0, Integer.MAX_VALUE);
    this.maxAllowed = rule.integer("maxAllowedRtMs", 0, Integer.MAX_VALUE);
    this.threshold = rule.number("threshold", rule.number("maxSlowRequestRatio", 0));
    if (strategy != 2 && threshold > 1) {
      throw rule.wrong("threshold", "a ratio from 0 to 1");
    }
    this.probes = Math.max(1, rule.integer("probeNum", 0, Integer.MAX_VALUE));
    int interval = rule.integer("statIntervalMs", 0, Integer.MAX_VALUE);
    if (interval == 0) {
      throw rule.wrong("statIntervalMs", "a number of milliseconds > 0");
    }
    int steps = rule.integer("statSlidingWindowBucketCount", 1, interval);
    this.total = new SlidingCount(interval, Math.max(1, steps));
    this.slow = new SlidingCount(interval, Math.max(1, steps));
    this.clock = clock;
  }

  @Override
  public boolean concerns(String resource) {
    return this.resource.equals(resource);
  }

  @Override
  public boolean enter() {
    lock.lock();
    try {
      if (state == State.OPEN && clock.millis() >= retryAt) {
        state = State.HALF_OPEN;
        succeeded = 0;
        retryAt = clock.millis() + retryTimeout;
        return true;
      }
      // One at a time, and another one if the one before has never come back.
      if (state == State.HALF_OPEN && clock.millis() >= retryAt) {
        retryAt = clock.millis() + retryTimeout;
        return true;
      }
      return state == State.CLOSED;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void leave() {
    lock.lock();
    try {
      if (state == State.HALF_OPEN) {
        state = State.OPEN;
        retryAt = clock.millis();
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void ended(long millis) {
    if (strategy != SLOW) {
      return;
    }
    boolean tooSlow = millis > maxAllowed;
    lock.lock();
    try {
      long now = clock.millis();
      switch (state) {
        case HALF_OPEN -> probed(tooSlow, now);
        case CLOSED -> count(tooSlow, now);
        case OPEN -> {} // came in before it opened
      }
    } finally {
      lock.unlock();
    }
  }

  private void probed(boolean tooSlow, long now) {
    if (tooSlow) {
      open(now);
    } else if (++succeeded >= probes) {
      state = State.CLOSED;
      total.clear();
      slow.clear();
    } else {
      retryAt = now;
    }
  }

  private void count(boolean tooSlow, long now) {
    total.add(now, 1);
    slow.add(now, tooSlow ? 1 : 0);
    long all = total.sum(now);
    double ratio = (double) slow.sum(now) / all;
    if (all >= minRequests && (ratio > threshold || (ratio >= 1 && threshold >= 1))) {
      open(now);
    }
  }

  private void open(long now) {
    state = State.OPEN;
    retryAt = now + retryTimeout;
  }
}

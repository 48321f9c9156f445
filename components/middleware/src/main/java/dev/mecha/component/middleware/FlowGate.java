package dev.mecha.component.middleware;

import java.util.concurrent.locks.ReentrantLock;

/**
 * A flow rule: so many requests in an interval. What is more is refused ({@code controlBehavior} 0)
 * or spread evenly, each waiting for its turn ({@code controlBehavior} 1). With {@code
 * tokenCalculateStrategy} 1 the threshold grows to its full height while a resource warms up.
 */
final class FlowGate implements Gate {

  private static final int STEPS = 10;
  private static final int DEFAULT_COLD_FACTOR = 3;

  private final String resource;
  private final double threshold;
  private final long interval;
  private final boolean throttling;
  private final long maxQueueing;
  private final WarmUp warmUp;
  private final Clock clock;
  private final SlidingCount passed;
  private final ReentrantLock lock = new ReentrantLock();
  private double nextTurn;

  static Gate of(Rule rule, Clock clock) {
    return new FlowGate(rule, clock);
  }

  private FlowGate(Rule rule, Clock clock) {
    this.resource = rule.resource();
    this.threshold = rule.number("threshold", 0);
    int statInterval = rule.integer("statIntervalInMs", 0, 600_000);
    this.interval = statInterval == 0 ? 1000 : statInterval;
    int strategy = rule.integer("tokenCalculateStrategy", 0, 2);
    if (strategy == 2) {
      throw rule.wrong("tokenCalculateStrategy", "0 (direct) or 1 (warm up)");
    }
    this.throttling = rule.integer("controlBehavior", 0, 1) == 1;
    this.maxQueueing = rule.integer("maxQueueingTimeMs", 0, Integer.MAX_VALUE);
    if (rule.integer("relationStrategy", 0, 1) == 1) {
      throw rule.wrong("relationStrategy", "0 (the resource itself)");
    }
    int cold = rule.integer("warmUpColdFactor", DEFAULT_COLD_FACTOR, Integer.MAX_VALUE);
    int period = rule.integer("warmUpPeriodSec", 0, Integer.MAX_VALUE);
    if (strategy == 1 && period == 0) {
      throw rule.wrong("warmUpPeriodSec", "a number of seconds > 0");
    }
    this.warmUp =
        new WarmUp(
            strategy == 1 ? period * 1000L : 0, cold <= 1 ? DEFAULT_COLD_FACTOR : cold, interval);
    this.clock = clock;
    this.passed = new SlidingCount(interval, STEPS);
    this.nextTurn = clock.millis();
  }

  @Override
  public boolean concerns(String resource) {
    return this.resource.equals(resource);
  }

  @Override
  public boolean enter() throws InterruptedException {
    long now = clock.millis();
    long wait;
    lock.lock();
    try {
      double allowed = warmUp.allowed(threshold, now);
      wait = throttling ? turn(allowed, now) : passed.sum(now) + 1 <= allowed ? 0 : -1;
      if (wait >= 0) {
        passed.add(now, 1);
        warmUp.used(now);
      }
    } finally {
      lock.unlock();
    }
    if (wait > 0) {
      clock.sleep().millis(wait);
    }
    return wait >= 0;
  }

  /** Returns how long to wait, or -1 if that would be too long. */
  private long turn(double allowed, long now) {
    if (allowed <= 0) {
      return -1;
    }
    double turn = Math.max(nextTurn, (double) now);
    long wait = (long) Math.ceil(turn - now);
    if (wait > maxQueueing) {
      return -1;
    }
    nextTurn = turn + interval / allowed;
    return wait;
  }
}

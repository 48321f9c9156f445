package dev.mecha.component.middleware;

import java.lang.management.ManagementFactory;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.DoubleSupplier;

/**
 * A system rule: no more requests at all while something is too high. {@code metricType} says what:
 * 0 the machine's load, 1 the average time of requests, 2 how many there are at a time, 3 how many
 * there are in a second, 4 the use of its processors.
 */
final class SystemGate implements Gate {

  private static final int STEPS = 2;
  private static final int SECOND = 1000;

  private final int metric;
  private final double trigger;
  private final Clock clock;
  private final SlidingCount passed = new SlidingCount(SECOND, STEPS);
  private final SlidingCount completed = new SlidingCount(SECOND, STEPS);
  private final SlidingCount time = new SlidingCount(SECOND, STEPS);
  private final ReentrantLock lock = new ReentrantLock();
  private final DoubleSupplier machine;
  private long inside;

  static Gate of(Rule rule, Clock clock) {
    return new SystemGate(rule, clock);
  }

  private SystemGate(Rule rule, Clock clock) {
    this.metric = rule.integer("metricType", 0, 4);
    this.trigger = rule.number("triggerCount", 0);
    this.clock = clock;
    this.machine = metric == 4 ? SystemGate::processors : SystemGate::load;
  }

  private static double load() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }

  private static double processors() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? system.getCpuLoad()
        : 0;
  }

  @Override
  public boolean concerns(String resource) {
    return true;
  }

  @Override
  public boolean enter() {
    lock.lock();
    try {
      long now = clock.millis();
      if (current(now) >= trigger) {
        return false;
      }
      passed.add(now, 1);
      inside++;
      return true;
    } finally {
      lock.unlock();
    }
  }

  private double current(long now) {
    return switch (metric) {
      case 1 -> (double) time.sum(now) / Math.max(1, completed.sum(now));
      case 2 -> inside;
      case 3 -> passed.sum(now);
      default -> machine.getAsDouble();
    };
  }

  @Override
  public void leave() {
    lock.lock();
    try {
      inside--;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void ended(long millis) {
    lock.lock();
    try {
      long now = clock.millis();
      completed.add(now, 1);
      time.add(now, millis);
      inside--;
    } finally {
      lock.unlock();
    }
  }
}

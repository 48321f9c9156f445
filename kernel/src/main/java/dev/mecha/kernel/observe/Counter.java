package dev.mecha.kernel.observe;

import java.util.concurrent.atomic.LongAdder;

/** A number that only grows. Thread-safe and cheap under contention. */
public final class Counter implements Metric {

  private final LongAdder value = new LongAdder();

  Counter() {}

  /** Adds one. */
  public void increment() {
    value.increment();
  }

  /**
   * @param amount how much to add; not negative
   */
  public void add(long amount) {
    value.add(amount);
  }

  /**
   * @return the value now
   */
  public long value() {
    return value.sum();
  }

  @Override
  public void write(MetricsText out, String name, String labels) {
    out.sample(name, labels, (double) value.sum());
  }
}

package dev.mecha.kernel.observe;

import java.util.concurrent.atomic.AtomicLong;

/** A whole number that goes up and down. Thread-safe. */
public final class Gauge implements Metric {

  private final AtomicLong value = new AtomicLong();

  Gauge() {}

  /**
   * @param now the value from now on
   */
  public void set(long now) {
    value.set(now);
  }

  /**
   * @param change how much to add; may be negative
   */
  public void add(long change) {
    value.addAndGet(change);
  }

  /**
   * @return the value now
   */
  public long value() {
    return value.get();
  }

  @Override
  public void write(MetricsText out, String name, String labels) {
    out.sample(name, labels, (double) value.get());
  }
}

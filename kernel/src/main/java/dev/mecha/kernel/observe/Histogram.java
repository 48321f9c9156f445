package dev.mecha.kernel.observe;

import java.util.concurrent.atomic.LongAdder;

/**
 * How often values fell into each bucket, and their sum. Thread-safe and cheap under contention.
 */
public final class Histogram implements Metric {

  private final Buckets buckets;
  private final LongAdder[] counts;
  private final LongAdder sum = new LongAdder();

  Histogram(Buckets buckets) {
    this.buckets = buckets;
    this.counts = new LongAdder[buckets.count() + 1];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = new LongAdder();
    }
  }

  /**
   * @param value in the unit that the buckets record: nanoseconds or bytes; a negative one counts
   *     as 0
   */
  public void observe(long value) {
    long counted = Math.max(0, value);
    counts[buckets.indexOf(counted)].increment();
    sum.add(counted);
  }

  /**
   * @return how many values were observed
   */
  public long count() {
    long count = 0;
    for (LongAdder bucket : counts) {
      count += bucket.sum();
    }
    return count;
  }

  @Override
  public void write(MetricsText out, String name, String labels) {
    // The total is added up from the buckets, so that one scrape never contradicts itself.
    long total = 0;
    for (int i = 0; i < buckets.count(); i++) {
      total += counts[i].sum();
      out.bucket(name, labels, buckets.label(i), total);
    }
    total += counts[buckets.count()].sum();
    out.bucket(name, labels, "+Inf", total);
    out.sample(name + "_sum", labels, buckets.exposed(sum.sum()));
    out.sample(name + "_count", labels, (double) total);
  }
}

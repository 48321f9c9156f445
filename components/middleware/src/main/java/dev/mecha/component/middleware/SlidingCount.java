package dev.mecha.component.middleware;

import java.util.Arrays;

/** Counts what happened within the last while, in a few steps. Not thread-safe. */
final class SlidingCount {

  private final long step;
  private final long[] counts;
  private final long[] ages;

  SlidingCount(long intervalMillis, int steps) {
    this.step = Math.max(1, intervalMillis / steps);
    this.counts = new long[steps];
    this.ages = new long[steps];
  }

  void add(long now, long amount) {
    long age = now / step;
    int slot = (int) (age % counts.length);
    if (ages[slot] != age) {
      ages[slot] = age;
      counts[slot] = 0;
    }
    counts[slot] += amount;
  }

  long sum(long now) {
    long oldest = now / step - counts.length + 1;
    long sum = 0;
    for (int i = 0; i < counts.length; i++) {
      if (ages[i] >= oldest) {
        sum += counts[i];
      }
    }
    return sum;
  }

  void clear() {
    Arrays.fill(counts, 0);
  }
}

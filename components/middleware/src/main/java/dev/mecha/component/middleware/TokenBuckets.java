package dev.mecha.component.middleware;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A bucket of tokens for each key: a call takes one, and they come back at a steady rate. Buckets
 * that are full again are forgotten, the one that was used longest ago first. Thread-safe.
 */
final class TokenBuckets {

  private static final double NANOS = 1e9;

  /** What a bucket holds at a time. */
  private record Bucket(double tokens, Instant at) {}

  private final double perSecond;
  private final int size;
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true);

  TokenBuckets(double perSecond, int size, InstantSource clock) {
    this.perSecond = perSecond;
    this.size = size;
    this.clock = clock;
  }

  /** Takes one; returns how many are left, or -1 if there was none. */
  int take(String key) {
    Instant now = clock.instant();
    lock.lock();
    try {
      forgetFull(now);
      Bucket bucket = buckets.get(key);
      double tokens = bucket == null ? size : tokens(bucket, now);
      boolean taken = tokens >= 1;
      double left = taken ? tokens - 1 : tokens;
      buckets.put(key, new Bucket(left, now));
      return taken ? (int) left : -1;
    } finally {
      lock.unlock();
    }
  }

  private double tokens(Bucket bucket, Instant now) {
    double elapsed = Math.max(0, Duration.between(bucket.at(), now).toNanos());
    return Math.min(size, bucket.tokens() + elapsed / NANOS * perSecond);
  }

  /** Two at most: it costs a call little, and no more can be added than go. */
  private void forgetFull(Instant now) {
    Iterator<Bucket> oldest = buckets.values().iterator();
    for (int i = 0; i < 2 && oldest.hasNext() && tokens(oldest.next(), now) >= size; i++) {
      oldest.remove();
    }
  }

  /** Returns how many are remembered. */
  int count() {
    lock.lock();
    try {
      return buckets.size();
    } finally {
      lock.unlock();
    }
  }
}

package dev.mecha.component.middleware;

/**
 * A threshold that begins low when a resource was not used for a while, and grows evenly to its
 * full height while it is used. Not thread-safe.
 */
final class WarmUp {

  private final long period;
  private final int coldFactor;
  private final long idle;
  private long begun;
  private long lastUse = Long.MIN_VALUE / 2;

  /**
   * @param period how long it takes, in milliseconds; 0 for no such thing
   * @param coldFactor the part of the threshold that it begins with
   * @param interval after which without use a resource begins to be cold again, at the least
   */
  WarmUp(long period, int coldFactor, long interval) {
    this.period = period;
    this.coldFactor = coldFactor;
    this.idle = Math.max(period, interval);
  }

  double allowed(double threshold, long now) {
    if (period == 0) {
      return threshold;
    }
    long warm = now - lastUse > idle ? 0 : now - begun;
    double low = threshold / coldFactor;
    return warm >= period ? threshold : low + (threshold - low) * warm / period;
  }

  void used(long now) {
    if (now - lastUse > idle) {
      begun = now;
    }
    lastUse = now;
  }
}

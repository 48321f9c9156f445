package dev.mecha.tck.lock;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What the contenders for one lock have seen, and whether it can be true. A contender had the lock
 * for certain from when it knew that it had it until it wished to give it back, or until its time
 * was over at the earliest. No two contenders may have had it at the same moment.
 *
 * <p>Times are readings of {@link System#nanoTime}, which all processes of a machine share. For use
 * by any number of threads.
 */
public final class LockHistory {

  /** Clocks that engines go by may run this much faster than ours. */
  private static final double FASTEST_CLOCK = 0.98;

  private final List<Tenure> tenures = new ArrayList<>();

  /** A time for which a contender had the lock for certain. */
  private record Tenure(String owner, long from, long until) {}

  /**
   * Adds a lock that somebody had.
   *
   * @param owner who
   * @param asked before the lock was asked for
   * @param granted when the owner knew that it had it
   * @param expiryNanos what was asked for
   * @param givenBack before it was given back; {@link Long#MAX_VALUE} if it never was
   */
  public synchronized void held(
      String owner, long asked, long granted, long expiryNanos, long givenBack) {
    long certain = asked + (long) (expiryNanos * FASTEST_CLOCK);
    long until = givenBack == Long.MAX_VALUE ? certain : Math.min(certain, givenBack);
    if (until > granted) {
      tenures.add(new Tenure(owner, granted, until));
    }
  }

  /**
   * @return how often somebody had the lock for certain
   */
  public synchronized int size() {
    return tenures.size();
  }

  /**
   * @param prefix of owners
   * @return how often one of them had the lock for certain
   */
  public synchronized long sizeOf(String prefix) {
    return tenures.stream().filter(tenure -> tenure.owner.startsWith(prefix)).count();
  }

  /** Fails the test if two had the lock at the same moment. */
  public synchronized void requireOneOwnerAtATime() {
    var sorted = new ArrayList<>(tenures);
    sorted.sort(Comparator.comparingLong(Tenure::from));
    Tenure last = null;
    for (Tenure tenure : sorted) {
      if (last != null) {
        assertThat(tenure.from).as("%s does not meet %s", tenure, last).isGreaterThan(last.until);
      }
      last = tenure;
    }
  }
}

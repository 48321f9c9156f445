package dev.mecha.runtime;

import java.time.Duration;

/**
 * Gives memory back to the machine when a burst of work is over. The collector runs only when the
 * heap is full, so that one that has grown stays as large as it was, however little is asked of the
 * sidecar from then on. One collection while little happens makes it small again, and costs what
 * one costs: some milliseconds, once for each time that the heap has grown.
 */
final class IdleHeap {

  private static final Duration INTERVAL = Duration.ofSeconds(5);

  /** By how much the used part of the heap differs between two looks if little happens. */
  private static final long QUIET_BYTES = 16 << 20;

  /** What is worth a collection. */
  private static final long GROWTH_BYTES = 16 << 20;

  private final Heap heap;
  private long used;
  private long committed;

  /** The heap of a JVM. Sizes are in bytes. */
  interface Heap {
    long used();

    long committed();

    void collect();
  }

  IdleHeap(Heap heap) {
    this.heap = heap;
    this.used = heap.used();
    this.committed = heap.committed();
  }

  /** Watches the heap of this JVM until the JVM ends. */
  static void watch() {
    Thread.ofVirtual().name("idle-heap").start(IdleHeap::watchOwn);
  }

  private static void watchOwn() {
    var idle = new IdleHeap(new OwnHeap());
    try {
      while (true) {
        Thread.sleep(INTERVAL);
        idle.look();
      }
    } catch (InterruptedException e) {
      // Nobody does that.
    }
  }

  /** Compares with the last look. */
  void look() {
    long now = heap.used();
    boolean quiet = Math.abs(now - used) <= QUIET_BYTES;
    if (quiet && heap.committed() - committed >= GROWTH_BYTES) {
      heap.collect();
      now = heap.used();
      committed = heap.committed();
    }
    used = now;
  }

  private static final class OwnHeap implements Heap {

    private final Runtime jvm = Runtime.getRuntime();

    @Override
    public long used() {
      return jvm.totalMemory() - jvm.freeMemory();
    }

    @Override
    public long committed() {
      return jvm.totalMemory();
    }

    @Override
    public void collect() {
      System.gc();
    }
  }
}

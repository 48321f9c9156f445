package dev.mecha.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** When a collection is worth it. */
class IdleHeapTest {

  private static final long MIB = 1 << 20;

  private final FakeHeap heap = new FakeHeap();
  private final IdleHeap idle = new IdleHeap(heap);

  /** Shrinks to what lives when it is collected. */
  private static final class FakeHeap implements IdleHeap.Heap {
    private long used = 10 * MIB;
    private long committed = 16 * MIB;
    private long living = 10 * MIB;
    private int collections;

    @Override
    public long used() {
      return used;
    }

    @Override
    public long committed() {
      return committed;
    }

    @Override
    public void collect() {
      collections++;
      used = living;
      committed = 2 * living;
    }
  }

  private void grow() {
    heap.committed = 200 * MIB;
    heap.used = 150 * MIB;
    idle.look();
  }

  @Test
  void aHeapThatHasGrownIsCollectedOnceWhenNothingHappens() {
    grow();
    assertThat(heap.collections).isZero();
    heap.used += MIB;
    idle.look();
    idle.look();
    assertThat(heap.collections).isOne();
  }

  @Test
  void nothingIsDoneWhileThereIsWork() {
    grow();
    heap.used += 20 * MIB;
    idle.look();
    heap.used -= 100 * MIB; // the JVM has collected by itself
    idle.look();
    assertThat(heap.collections).isZero();
  }

  @Test
  void whatLivesIsNotCollectedAgainAndAgain() {
    heap.living = 90 * MIB;
    grow();
    idle.look();
    idle.look();
    idle.look();
    assertThat(heap.collections).isOne();
  }

  @Test
  void eachBurstIsCleanedUpBehind() {
    grow();
    idle.look();
    grow();
    idle.look();
    assertThat(heap.collections).isEqualTo(2);
  }

  @Test
  void aHeapThatHasNotGrownIsLeftAlone() {
    heap.committed += 10 * MIB;
    idle.look();
    idle.look();
    assertThat(heap.collections).isZero();
  }
}

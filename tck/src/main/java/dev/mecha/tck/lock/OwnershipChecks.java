package dev.mecha.tck.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mecha.spi.lock.LockStore;
import dev.mecha.spi.lock.UnlockStatus;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who has a lock, and who can give it back. */
public interface OwnershipChecks extends LockFixture {

  @Test
  default void takenLockIsRefusedToOthers() throws InterruptedException {
    take(resource("a"), "one");
    assertThat(store().tryLock(resource("a"), "two", LONG)).isFalse();
  }

  @Test
  default void takenLockIsRefusedToItsOwnerToo() throws InterruptedException {
    take(resource("a"), "one");
    assertThat(store().tryLock(resource("a"), "one", LONG)).isFalse();
  }

  @Test
  default void ownerGivesTheLockBack() throws InterruptedException {
    take(resource("a"), "one");
    assertThat(store().unlock(resource("a"), "one")).isEqualTo(UnlockStatus.SUCCESS);
    take(resource("a"), "two");
  }

  @Test
  default void lockThatNobodyHasDoesNotExist() throws InterruptedException {
    assertThat(store().unlock(resource("a"), "one")).isEqualTo(UnlockStatus.LOCK_DOES_NOT_EXIST);
    take(resource("a"), "one");
    store().unlock(resource("a"), "one");
    assertThat(store().unlock(resource("a"), "one")).isEqualTo(UnlockStatus.LOCK_DOES_NOT_EXIST);
  }

  @Test
  default void lockOfOthersStaysTaken() throws InterruptedException {
    take(resource("a"), "one");
    for (String other : List.of("two", "On", "ONE", "one ", "one%", "o_e")) {
      assertThat(store().unlock(resource("a"), other))
          .as(other)
          .isEqualTo(UnlockStatus.LOCK_BELONGS_TO_OTHERS);
    }
    assertThat(isTaken(resource("a"))).isTrue();
  }

  @Test
  default void locksOfDifferentResourcesDoNotMeet() throws InterruptedException {
    take(resource("a"), "one");
    for (String other : List.of("b", "A", "a ", "a/b", "a%", "aa", "_")) {
      take(resource(other), "two");
    }
    assertThat(store().unlock(resource("b"), "two")).isEqualTo(UnlockStatus.SUCCESS);
    assertThat(isTaken(resource("a"))).isTrue();
  }

  @Test
  default void namesMayBeOdd() throws InterruptedException {
    for (String odd : List.of("ü漢😀", "a'b\"c\\d", "a\nb\tc", "{a}[b]*?$", "x".repeat(500))) {
      take(resource(odd), odd);
      assertThat(isTaken(resource(odd))).isTrue();
      assertThat(store().unlock(resource(odd), odd)).isEqualTo(UnlockStatus.SUCCESS);
    }
  }

  @Test
  default void storesOnOneEngineShareTheirLocks() throws InterruptedException {
    assumeTrue(shared(), "stores share nothing");
    LockStore second = open();
    take(resource("a"), "one");
    assertThat(second.tryLock(resource("a"), "two", LONG)).isFalse();
    assertThat(second.unlock(resource("a"), "two")).isEqualTo(UnlockStatus.LOCK_BELONGS_TO_OTHERS);
    assertThat(second.unlock(resource("a"), "one")).isEqualTo(UnlockStatus.SUCCESS);
    assertThat(second.tryLock(resource("a"), "two", LONG)).isTrue();
    assertThat(isTaken(resource("a"))).isTrue();
  }
}

package dev.mecha.tck.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mecha.spi.lock.UnlockStatus;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How long a lock is kept. */
public interface ExpiryChecks extends LockFixture {

  @Test
  default void lockIsKeptUntilItsTimeIsOver() throws InterruptedException {
    assumeTrue(honoursClock(), "locks expire by the time of a server");
    assertThat(store().tryLock(resource("a"), "one", Duration.ofSeconds(30))).isTrue();
    clock().advance(Duration.ofMillis(29_999));
    assertThat(store().tryLock(resource("a"), "two", LONG)).isFalse();
    clock().advance(Duration.ofMillis(1));
    assertThat(store().tryLock(resource("a"), "two", LONG)).isTrue();
  }

  @Test
  default void lockIsFreeNotBeforeItsTimeAndNotMuchLater() throws InterruptedException {
    assumeTrue(!honoursClock(), "time stands still");
    long before = System.nanoTime();
    assertThat(store().tryLock(resource("a"), "one", SHORT)).isTrue();
    long after = System.nanoTime();
    awaitFree(resource("a"), "two");
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(SHORT);
    assertThat(Duration.ofNanos(System.nanoTime() - after))
        .isLessThan(SHORT.plus(slack()).plusMillis(500));
  }

  @Test
  default void lockWhoseTimeIsOverDoesNotExist() throws InterruptedException {
    assertThat(store().tryLock(resource("a"), "one", SHORT)).isTrue();
    if (honoursClock()) {
      clock().advance(SHORT);
      assertThat(store().unlock(resource("a"), "one")).isEqualTo(UnlockStatus.LOCK_DOES_NOT_EXIST);
    } else {
      await()
          .pollInterval(Duration.ofMillis(100))
          .until(
              () -> store().unlock(resource("a"), "two"), UnlockStatus.LOCK_DOES_NOT_EXIST::equals);
      assertThat(store().unlock(resource("a"), "one")).isEqualTo(UnlockStatus.LOCK_DOES_NOT_EXIST);
    }
  }

  @Test
  default void formerOwnerCannotFreeTheLockOfTheNext() throws InterruptedException {
    assertThat(store().tryLock(resource("a"), "one", SHORT)).isTrue();
    if (honoursClock()) {
      clock().advance(SHORT);
    }
    awaitFree(resource("a"), "two");
    assertThat(store().unlock(resource("a"), "one")).isEqualTo(UnlockStatus.LOCK_BELONGS_TO_OTHERS);
    assertThat(isTaken(resource("a"))).isTrue();
  }

  @Test
  default void lockThatIsTakenAgainHasATimeOfItsOwn() throws InterruptedException {
    assertThat(store().tryLock(resource("a"), "one", SHORT)).isTrue();
    assertThat(store().unlock(resource("a"), "one")).isEqualTo(UnlockStatus.SUCCESS);
    assertThat(store().tryLock(resource("a"), "two", LONG)).isTrue();
    if (honoursClock()) {
      clock().advance(SHORT.multipliedBy(2));
    } else {
      String witness = resource("witness");
      assertThat(store().tryLock(witness, "one", SHORT)).isTrue();
      awaitFree(witness, "two"); // by now the first lock's time would be over, too
    }
    assertThat(store().unlock(resource("a"), "one")).isEqualTo(UnlockStatus.LOCK_BELONGS_TO_OTHERS);
  }

  @Test
  default void refusedWishDoesNotProlongTheLock() throws InterruptedException {
    assertThat(store().tryLock(resource("a"), "one", SHORT)).isTrue();
    assertThat(store().tryLock(resource("a"), "one", LONG)).isFalse();
    if (honoursClock()) {
      clock().advance(SHORT);
    }
    awaitFree(resource("a"), "two");
  }

  @Test
  default void longestTimeThereIsCanBeAskedFor() throws InterruptedException {
    Duration longest = Duration.ofSeconds(Integer.MAX_VALUE);
    assertThat(store().tryLock(resource("a"), "one", longest)).isTrue();
    if (honoursClock()) {
      clock().advance(longest.minusSeconds(1));
    }
    assertThat(isTaken(resource("a"))).isTrue();
    assertThat(store().unlock(resource("a"), "one")).isEqualTo(UnlockStatus.SUCCESS);
  }

  private void awaitFree(String resource, String owner) {
    await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(20))
        .atMost(SHORT.plus(slack()).plusSeconds(5))
        .until(() -> store().tryLock(resource, owner, LONG));
  }
}

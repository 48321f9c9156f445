package dev.mecha.tck.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mecha.spi.ComponentContext;
import dev.mecha.spi.lock.LockStore;
import dev.mecha.spi.lock.UnlockStatus;
import dev.mecha.spi.time.Time;
import dev.mecha.tck.VirtualThreads;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;

/** Many want the same lock: never do two have it. */
public interface ContentionChecks extends LockFixture {

  @Test
  default void oneOfManyGetsTheLock() throws Exception {
    for (int round = 0; round < 5; round++) {
      String resource = resource("round" + round);
      var winners = new AtomicInteger();
      VirtualThreads.run(
          16,
          thread -> {
            if (store().tryLock(resource, "owner" + thread, LONG)) {
              winners.incrementAndGet();
            }
          });
      assertThat(winners).hasValue(1);
    }
  }

  @Test
  default void threadsNeverHaveALockTogether() throws Exception {
    List<LockStore> stores = shared() ? List.of(store(), open()) : List.of(store());
    var history = new LockHistory();
    VirtualThreads.run(
        8,
        thread -> {
          LockStore own = stores.get(thread % stores.size());
          for (int i = 0; i < 40; i++) {
            long asked = System.nanoTime();
            String owner = "owner" + thread;
            if (own.tryLock(resource("a"), owner, LONG)) {
              long granted = System.nanoTime();
              LockSupport.parkNanos(1);
              history.held(owner, asked, granted, LONG.toNanos(), System.nanoTime());
              assertThat(own.unlock(resource("a"), owner)).isEqualTo(UnlockStatus.SUCCESS);
            }
          }
        });
    assertThat(history.size()).isPositive();
    history.requireOneOwnerAtATime();
  }

  @Test
  default void processesThatArePausedAndKilledNeverHaveALockTogether() throws Exception {
    assumeTrue(shared(), "stores share nothing");
    var history = new LockHistory();
    try (var paused = contender("paused", history);
        var killed = contender("killed", history);
        var third = contender("third", history)) {
      paused.awaitHolding();
      killed.awaitHolding();
      third.awaitHolding();
      for (int round = 0; round < 2; round++) {
        pausePastItsTime(paused, history);
        awaitMore(history, "paused", 5);
      }
      killed.kill();
      awaitMore(history, "paused", 5);
      awaitMore(history, "third", 5);
    }
    history.requireOneOwnerAtATime();
  }

  private Contender contender(String owner, LockHistory history) {
    return Contender.start(this, resource("a"), owner, SHORT, false, history);
  }

  /**
   * Stops a process until the others had the lock often enough for a lock of its own to be over. It
   * may stop where nobody gets on without it, such as in a transaction: then it has to go on first.
   */
  private static void pausePastItsTime(Contender paused, LockHistory history) throws Exception {
    for (int attempt = 0; attempt < 10; attempt++) {
      paused.signal("STOP");
      boolean over = othersGetOn(history);
      paused.signal("CONT");
      if (over) {
        return;
      }
    }
    throw new AssertionError("nobody gets the lock while another process is paused");
  }

  private static boolean othersGetOn(LockHistory history) {
    try {
      awaitMore(history, "third", 10, SHORT.multipliedBy(4));
      return true;
    } catch (ConditionTimeoutException e) {
      return false;
    }
  }

  private static void awaitMore(LockHistory history, String owner, int more) {
    awaitMore(history, owner, more, Duration.ofSeconds(30));
  }

  private static void awaitMore(LockHistory history, String owner, int more, Duration patience) {
    long goal = history.sizeOf(owner) + more;
    await().atMost(patience).until(() -> history.sizeOf(owner) >= goal);
  }

  @Test
  default void ownerThatIsKilledFreesItsLockWhenItsTimeIsOver() throws Exception {
    assumeTrue(shared(), "stores share nothing");
    Duration expiry = Duration.ofSeconds(2);
    LockStore observer = provider().create(wallClock(context()));
    try (observer;
        var owner = Contender.start(this, resource("a"), "dead", expiry, true, new LockHistory())) {
      owner.awaitHolding();
      long granted = System.nanoTime();
      owner.kill();
      await()
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(20))
          .until(() -> observer.tryLock(resource("a"), "next", LONG));
      // What was said came a moment after the lock began.
      assertThat(Duration.ofNanos(System.nanoTime() - granted))
          .isBetween(expiry.minusMillis(500), expiry.plus(slack()).plusSeconds(1));
    }
  }

  /** The time of the machine, which other processes go by. */
  private static ComponentContext wallClock(ComponentContext context) {
    return new ComponentContext(
        context.name(),
        context.type(),
        context.version(),
        context.appId(),
        context.namespace(),
        context.metadata(),
        context.home(),
        Time.system());
  }
}

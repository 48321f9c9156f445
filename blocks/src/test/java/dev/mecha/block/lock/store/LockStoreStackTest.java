package dev.mecha.block.lock.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mecha.block.lock.FakeLocks;
import dev.mecha.kernel.registry.Offload;
import dev.mecha.kernel.resilience.Attempt;
import dev.mecha.kernel.resilience.Guard;
import dev.mecha.kernel.resilience.GuardTimeoutException;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.lock.LockStore;
import dev.mecha.spi.lock.UnlockStatus;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LockStoreStackTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final FakeLocks engine = new FakeLocks(true);

  /** Fails every call. */
  private record Failing(RuntimeException failure) implements Guard {
    @Override
    public <T, E extends Exception> T run(Attempt<T, E> attempt) {
      throw failure;
    }
  }

  @Test
  void prefixesAreThePeers() {
    assertThat(prefix("", "app")).isEqualTo("lock||app||");
    assertThat(prefix("AppId", "app")).isEqualTo("lock||app||");
    assertThat(prefix("appid", "")).isEqualTo("lock||");
    assertThat(prefix("NAME", "app")).isEqualTo("lock||store||");
    assertThat(prefix("none", "app")).isEqualTo("lock||");
    assertThat(prefix("Mine", "app")).isEqualTo("lock||mine||");
    assertThat(prefix("namespace", "app")).isEqualTo("lock||namespace||");
    assertThatThrownBy(() -> prefix("a||b", "app"))
        .isInstanceOf(ComponentException.class)
        .hasMessage("input key/keyPrefix 'a||b' can't contain '||'");
  }

  private static String prefix(String strategy, String appId) {
    return LockPrefix.of(strategy, "store", appId).prefix();
  }

  @Test
  void aPrefixStandsBeforeEveryResource() throws Exception {
    try (var offload = new Offload()) {
      LockStore store =
          LockStoreStack.build(engine, LockPrefix.of("", "s", "app"), offload, Guard.NONE);
      assertThat(store.tryLock("a", "one", MINUTE)).isTrue();
      assertThat(store.unlock("a", "one")).isEqualTo(UnlockStatus.SUCCESS);
      assertThat(engine.calls)
          .containsExactly("lock lock||app||a one PT1M", "unlock lock||app||a one");
      assertThatThrownBy(() -> store.tryLock("a||b", "one", MINUTE))
          .isInstanceOf(ComponentException.class)
          .hasMessage("input key/keyPrefix 'a||b' can't contain '||'");
      assertThat(engine.calls).hasSize(2);
    }
  }

  @Test
  void aPolicyThatEndsACallIsShownAsTheStoresFailure() {
    var late = new GuardTimeoutException();
    LockStore store = new GuardedLockStore(engine, new Failing(late));
    assertThatThrownBy(() -> store.tryLock("a", "one", MINUTE))
        .isInstanceOf(ComponentException.class)
        .hasMessage(late.getMessage());
    assertThatThrownBy(() -> store.unlock("a", "one"))
        .isInstanceOf(ComponentException.class)
        .hasMessage(late.getMessage());
  }

  @Test
  void aStoreThatMayHoldItsThreadIsCalledElsewhere() throws Exception {
    var holding = new FakeLocks(false);
    try (var offload = new Offload()) {
      LockStore store =
          LockStoreStack.build(holding, LockPrefix.of("none", "s", "app"), offload, Guard.NONE);
      store.tryLock("a", "one", MINUTE);
      store.unlock("a", "one");
      store.ping();
      assertThat(holding.threads).hasSize(3).containsOnly("offloaded");
      assertThat(store.neverHoldsCarrier()).isTrue();
      store.close();
    }
    assertThat(holding.closed).isTrue();
  }
}

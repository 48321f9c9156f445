package dev.mecha.tck.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mecha.spi.ComponentException;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.lock.LockStore;
import dev.mecha.spi.lock.UnlockStatus;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

/** How a lock store is found, begins and ends. */
public interface LockLifeChecks extends LockFixture {

  @Test
  default void providerNamesKindAndTypes() {
    assertThat(provider().kind()).isEqualTo(LockStore.class);
    assertThat(provider().types())
        .isNotEmpty()
        .allSatisfy(type -> assertThat(type).startsWith("lock.").isLowerCase());
  }

  @Test
  default void providerIsAService() {
    Class<?> wanted = provider().getClass();
    assertThat(
            ServiceLoader.load(ComponentProvider.class).stream()
                .map(ServiceLoader.Provider::type)
                .anyMatch(wanted::equals))
        .isTrue();
  }

  @Test
  default void openStoreAnswersPings() throws InterruptedException {
    store().ping();
    store().ping();
  }

  @Test
  default void lockOutlivesTheStoreThatTookIt() throws InterruptedException {
    assumeTrue(shared(), "stores share nothing");
    take(resource("a"), "one");
    store().close();
    LockStore second = open();
    assertThat(second.tryLock(resource("a"), "two", LONG)).isFalse();
    assertThat(second.unlock(resource("a"), "one")).isEqualTo(UnlockStatus.SUCCESS);
  }

  @Test
  default void closedStoreRefusesCalls() {
    LockStore closed = store();
    closed.close();
    assertThatExceptionOfType(ComponentException.class)
        .isThrownBy(() -> closed.tryLock(resource("a"), "one", LONG));
    assertThatExceptionOfType(ComponentException.class)
        .isThrownBy(() -> closed.unlock(resource("a"), "one"));
    assertThatExceptionOfType(ComponentException.class).isThrownBy(closed::ping);
  }

  @Test
  default void closingTwiceIsNoError() {
    store().close();
    store().close();
  }
}

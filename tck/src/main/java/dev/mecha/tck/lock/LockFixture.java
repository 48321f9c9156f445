package dev.mecha.tck.lock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mecha.spi.ComponentContext;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.lock.LockStore;
import dev.mecha.tck.TckClock;
import java.time.Duration;

/** What the checks of lock stores have at hand. */
public interface LockFixture {

  /** How long a lock is kept where the check does not care. */
  Duration LONG = Duration.ofMinutes(10);

  /** The shortest time there is. */
  Duration SHORT = Duration.ofSeconds(1);

  /**
   * @return makes the stores under test
   */
  ComponentProvider<LockStore> provider();

  /**
   * @return what every store of a test is told
   */
  ComponentContext context();

  /**
   * @return the store that is opened before each test
   */
  LockStore store();

  /**
   * Opens another store on the same engine, which is closed after the test.
   *
   * @return another one
   * @throws InterruptedException if the test is interrupted
   */
  LockStore open() throws InterruptedException;

  /**
   * @param name told apart from other names of the test
   * @return a resource that no other test uses
   */
  String resource(String name);

  /**
   * @return the time of stores that {@linkplain #honoursClock() honour} it
   */
  TckClock clock();

  /**
   * Whether locks expire by the clock of the context. Where they expire by the time of a server the
   * checks wait.
   *
   * @return true unless overridden
   */
  default boolean honoursClock() {
    return true;
  }

  /**
   * Whether two stores on the same engine see each other's locks, be they of two processes.
   *
   * @return true unless overridden
   */
  default boolean shared() {
    return true;
  }

  /**
   * How much later than asked for a lock may be free at the latest, where an engine has time of its
   * own.
   *
   * @return a second unless overridden
   */
  default Duration slack() {
    return Duration.ofSeconds(1);
  }

  /**
   * Takes a lock that has to be free.
   *
   * @param resource what is locked
   * @param owner who takes it
   * @throws InterruptedException if the test is interrupted
   */
  default void take(String resource, String owner) throws InterruptedException {
    assertThat(store().tryLock(resource, owner, LONG)).as("%s is free", resource).isTrue();
  }

  /**
   * @param resource what is locked
   * @return whether somebody has the lock
   * @throws InterruptedException if the test is interrupted
   */
  default boolean isTaken(String resource) throws InterruptedException {
    return !store().tryLock(resource, "somebody else", LONG);
  }
}

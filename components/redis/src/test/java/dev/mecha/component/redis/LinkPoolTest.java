package dev.mecha.component.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mecha.component.redis.LinkPool.Pooled;
import dev.mecha.spi.ComponentException;
import dev.mecha.tck.TckClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LinkPoolTest {

  private static final Duration AGE = Duration.ofMinutes(30);

  private final FakeServer server = new FakeServer(words -> null);
  private final RedisSettings settings =
      RedisSettings.of(
          Stores.context(
                  server.address(),
                  "poolSize",
                  "2",
                  "poolTimeout",
                  "50",
                  "minIdleConns",
                  "1",
                  "idleTimeout",
                  "5m")
              .metadata());
  private final Driver driver = new Driver(settings);
  private final Connector connector = new Connector(settings, driver);
  private final Calls calls =
      new Calls(settings.host(), settings.retry(), driver, new CountDownLatch(1));
  private final TckClock clock = new TckClock();
  private final List<Runnable> later = new ArrayList<>();
  private final LinkPool pool =
      new LinkPool(settings.pool(), AGE, connector, calls, clock, later::add);

  @AfterEach
  void close() {
    connector.close().thenCompose(closed -> driver.close()).join();
    server.close();
  }

  @Test
  void linkIsLentAgain() throws InterruptedException {
    Pooled first = pool.borrow();
    pool.giveBack(first);
    assertThat(pool.borrow().link()).isSameAs(first.link());
  }

  @Test
  void noMoreThanItsSizeAreLent() throws InterruptedException {
    Pooled first = pool.borrow();
    pool.borrow();
    assertThatExceptionOfType(ComponentException.class)
        .isThrownBy(pool::borrow)
        .withMessage("all 2 connections (poolSize) are in use for 50 ms (poolTimeout)");
    pool.drop(first);
    assertThat(pool.borrow().link()).isNotSameAs(first.link());
    assertThat(first.link().isOpen()).isFalse();
  }

  @Test
  void unusedLinksAreClosedButForTheLast() throws InterruptedException {
    Pooled first = pool.borrow();
    Pooled second = pool.borrow();
    pool.giveBack(first);
    pool.giveBack(second);
    assertThat(later).as("looked at once, not per link").hasSize(1);
    clock.advance(Duration.ofMinutes(4));
    later.removeFirst().run();
    assertThat(pool.idle()).isEqualTo(2);
    clock.advance(Duration.ofMinutes(1));
    later.removeFirst().run();
    assertThat(pool.idle()).isEqualTo(1);
    assertThat(first.link().isOpen()).isFalse();
    assertThat(second.link().isOpen()).isTrue();
    assertThat(later).as("nothing more to look at").isEmpty();
  }

  @Test
  void oldLinksAreNotLent() throws InterruptedException {
    Pooled first = pool.borrow();
    pool.giveBack(first);
    clock.advance(AGE);
    assertThat(pool.borrow().link()).isNotSameAs(first.link());
    assertThat(first.link().isOpen()).isFalse();
  }

  @Test
  void brokenLinksAreNotLent() throws InterruptedException {
    Pooled first = pool.borrow();
    first.link().close().join();
    pool.giveBack(first);
    assertThat(pool.borrow().link()).isNotSameAs(first.link());
  }

  @Test
  void linkThatCannotBeOpenedTakesNoPlace() throws InterruptedException {
    server.close();
    for (int i = 0; i < 5; i++) {
      assertThatExceptionOfType(ComponentException.class)
          .isThrownBy(pool::borrow)
          .withMessageContaining("not connected: ");
    }
  }
}

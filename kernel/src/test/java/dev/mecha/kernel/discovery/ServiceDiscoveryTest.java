package dev.mecha.kernel.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.mecha.spi.ComponentException;
import dev.mecha.spi.nameresolution.ResolveRequest;
import dev.mecha.spi.nameresolution.ServiceNotFoundException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ServiceDiscoveryTest {

  private static final ResolveRequest ORDERS = new ResolveRequest("orders", "", 50002);

  /** Starts shortly before the count of nanoseconds runs over, as it may. */
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 100);

  private final FakeResolver resolver = new FakeResolver("a:1", "b:1", "c:1");
  private final ServiceDiscovery discovery = new ServiceDiscovery(resolver, nanos::get);

  private void advance(Duration by) {
    nanos.addAndGet(by.toNanos());
  }

  private List<String> pick(int times) throws InterruptedException {
    var picked = new ArrayList<String>();
    for (int i = 0; i < times; i++) {
      picked.add(discovery.pick(ORDERS));
    }
    return picked;
  }

  @Test
  void instancesTakeTurns() throws InterruptedException {
    List<String> picked = pick(6);
    assertThat(picked.subList(0, 3)).containsExactlyInAnyOrder("a:1", "b:1", "c:1");
    assertThat(picked.subList(3, 6)).isEqualTo(picked.subList(0, 3));
  }

  @Test
  void resolverIsAskedOnceASecond() throws InterruptedException {
    pick(10);
    advance(Duration.ofMillis(999));
    pick(10);
    assertThat(resolver.calls).hasValue(1);
    resolver.addresses = List.of("d:1");
    advance(Duration.ofMillis(1));
    assertThat(pick(2)).containsExactly("d:1", "d:1");
    assertThat(resolver.calls).hasValue(2);
  }

  @Test
  void deadInstanceIsPassedOverAtOnceAndTriedAgainLater() throws InterruptedException {
    pick(1);
    discovery.markDead("b:1");
    assertThat(pick(6)).containsOnly("a:1", "c:1");
    advance(Duration.ofSeconds(5));
    assertThat(pick(3)).contains("b:1");
  }

  @Test
  void resolverIsAskedAgainAfterADeath() throws InterruptedException {
    pick(1);
    resolver.addresses = List.of("a:1", "b:2");
    discovery.markDead("b:1");
    assertThat(pick(4)).containsOnly("a:1", "b:2");
    assertThat(resolver.calls).hasValue(2);
  }

  @Test
  void deathOfAStrangerChangesNothing() throws InterruptedException {
    pick(1);
    discovery.markDead("x:1");
    pick(3);
    assertThat(resolver.calls).hasValue(1);
  }

  @Test
  void ifAllAreDeadTheyAreTriedAllTheSame() throws InterruptedException {
    resolver.addresses.forEach(discovery::markDead);
    assertThat(pick(3)).containsExactlyInAnyOrder("a:1", "b:1", "c:1");
  }

  @Test
  void lastWordOfAFailingResolverCountsForTwentySeconds() throws InterruptedException {
    pick(1);
    resolver.broken = true;
    advance(Duration.ofSeconds(19));
    assertThat(pick(3)).contains("a:1");
    assertThat(resolver.calls).as("asked once, not by every caller").hasValue(2);
    advance(Duration.ofSeconds(1));
    assertThatExceptionOfType(ComponentException.class)
        .isThrownBy(() -> discovery.pick(ORDERS))
        .withMessage("the registry is down");
    resolver.broken = false;
    assertThat(pick(1)).hasSize(1);
  }

  @Test
  void serviceThatIsGoneIsGone() throws InterruptedException {
    pick(1);
    resolver.addresses = List.of();
    advance(Duration.ofSeconds(1));
    assertThatExceptionOfType(ServiceNotFoundException.class)
        .isThrownBy(() -> discovery.pick(ORDERS))
        .withMessage("couldn't find service: orders");
    resolver.addresses = List.of("e:1");
    assertThat(pick(1)).containsExactly("e:1");
  }

  @Test
  void failureIsNotRemembered() throws InterruptedException {
    resolver.broken = true;
    assertThatExceptionOfType(ComponentException.class).isThrownBy(() -> discovery.pick(ORDERS));
    resolver.broken = false;
    assertThat(pick(1)).hasSize(1);
  }

  @Test
  void namespacesAreApart() throws InterruptedException {
    pick(1);
    discovery.pick(new ResolveRequest("orders", "other", 50002));
    assertThat(resolver.calls).hasValue(2);
  }

  @Test
  void manyNamesAreNotKeptForEver() throws InterruptedException {
    pick(1);
    for (int i = 0; i < 1000; i++) {
      discovery.pick(new ResolveRequest("app" + i, "", 50002));
    }
    pick(1);
    assertThat(resolver.calls).hasValue(1002);
  }

  @Test
  void oneCallerAsksForAll() throws Exception {
    var gate = new CountDownLatch(1);
    resolver.gate = gate;
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var waiting = new ArrayList<Future<String>>();
      for (int i = 0; i < 9; i++) {
        waiting.add(executor.submit(() -> discovery.pick(ORDERS)));
      }
      await().untilAtomic(resolver.calls, value -> assertThat(value).isEqualTo(1));
      gate.countDown();
      var picked = new ArrayList<String>();
      for (Future<String> one : waiting) {
        picked.add(one.get());
      }
      assertThat(picked).containsOnly("a:1", "b:1", "c:1");
      assertThat(resolver.calls).hasValue(1);
    }
  }

  @Test
  void failureIsForAllWhoWaitedForIt() throws Exception {
    var gate = new CountDownLatch(1);
    resolver.gate = gate;
    resolver.broken = true;
    var waiting = new ArrayList<Thread>();
    var failures = new AtomicInteger();
    for (int i = 0; i < 9; i++) {
      waiting.add(
          Thread.startVirtualThread(
              () -> {
                try {
                  discovery.pick(ORDERS);
                } catch (ComponentException e) {
                  failures.incrementAndGet();
                } catch (InterruptedException e) {
                  throw new IllegalStateException(e);
                }
              }));
    }
    await().until(() -> waiting.stream().allMatch(one -> one.getState() == Thread.State.WAITING));
    gate.countDown();
    for (Thread one : waiting) {
      one.join();
    }
    assertThat(failures).hasValue(9);
    assertThat(resolver.calls).hasValue(1);
  }

  @Test
  void nobodyWaitsForASlowResolverWhileSomethingIsKnown() throws Exception {
    pick(1);
    advance(Duration.ofSeconds(2));
    var gate = new CountDownLatch(1);
    resolver.gate = gate;
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<String> asking = executor.submit(() -> discovery.pick(ORDERS));
      await().until(() -> resolver.calls.get() == 2);
      assertThat(pick(3)).contains("a:1");
      gate.countDown();
      assertThat(asking.get()).isNotEmpty();
    }
  }

  @Test
  void interruptEndsTheWait() throws Exception {
    resolver.gate = new CountDownLatch(1);
    var ended = new CountDownLatch(1);
    Thread caller =
        Thread.startVirtualThread(
            () -> {
              try {
                discovery.pick(ORDERS);
              } catch (InterruptedException e) {
                ended.countDown();
              }
            });
    await().until(() -> resolver.calls.get() == 1);
    caller.interrupt();
    ended.await();
    resolver.gate = null;
    assertThat(pick(1)).hasSize(1);
  }
}

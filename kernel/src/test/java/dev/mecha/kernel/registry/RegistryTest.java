package dev.mecha.kernel.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mecha.kernel.testing.LogCapture;
import dev.mecha.spi.ComponentContext;
import dev.mecha.spi.ComponentMetadata;
import dev.mecha.spi.state.GetRequest;
import dev.mecha.spi.state.StateStore;
import dev.mecha.spi.time.Time;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class RegistryTest {

  private final Registry<StateStore> registry = new Registry<>(Duration.ofSeconds(50));

  private static FakeStateStore store() {
    return new FakeStateStore(
        new ComponentContext(
            "a",
            "state.fake",
            "v1",
            "app",
            "",
            ComponentMetadata.of(Map.of()),
            Path.of("."),
            Time.system()));
  }

  @Test
  void findsByName() throws Exception {
    assertThat(registry.isEmpty()).isTrue();
    assertThat(registry.find("a")).isNull();
    assertThat(registry.lease("a")).isNull();
    var store = store();
    registry.put("b", store());
    registry.put("a", store);
    assertThat(registry.find("a")).isSameAs(store);
    assertThat(registry.names()).containsExactly("a", "b");
    assertThat(registry.isEmpty()).isFalse();
    try (var lease = Objects.requireNonNull(registry.lease("a"))) {
      assertThat(lease.component()).isSameAs(store);
    }
    registry.remove("a");
    registry.remove("a");
    assertThat(registry.find("a")).isNull();
    assertThat(store.closed).hasValue(1);
  }

  @Test
  void theOldComponentIsClosedWhenItsCallsHaveEnded() throws Exception {
    var old = store();
    var replacement = store();
    registry.put("a", old);
    var lease = Objects.requireNonNull(registry.lease("a"));
    Thread reload = Thread.ofVirtual().start(() -> put(replacement));
    await().untilAsserted(() -> assertThat(registry.find("a")).isSameAs(replacement));
    await().until(() -> reload.getState() == Thread.State.TIMED_WAITING);
    assertThat(old.isOpen()).as("a call is in flight").isTrue();
    try (var other = Objects.requireNonNull(registry.lease("a"))) {
      assertThat(other.component()).isSameAs(replacement);
    }
    lease.close();
    assertThat(reload.join(Duration.ofSeconds(10))).isTrue();
    assertThat(old.closed).hasValue(1);
    assertThat(replacement.isOpen()).isTrue();
  }

  @Test
  void aCallThatDoesNotEndHoldsTheReloadUpForAWhileOnly() throws Exception {
    var impatient = new Registry<StateStore>(Duration.ofMillis(1));
    var old = store();
    impatient.put("a", old);
    var lease = Objects.requireNonNull(impatient.lease("a"));
    try (var log = LogCapture.of("dapr.runtime.processor")) {
      impatient.remove("a");
      assertThat(log.lines()).hasSize(1).first().asString().contains("closed while it was in use");
    }
    assertThat(old.closed).hasValue(1);
    lease.close();
    assertThat(old.closed).hasValue(1);
  }

  @Test
  void anInterruptedReloadClosesTheOldComponentToo() throws Exception {
    var old = store();
    registry.put("a", old);
    var lease = Objects.requireNonNull(registry.lease("a"));
    var interrupted = new AtomicBoolean();
    Thread reload =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    registry.remove("a");
                  } catch (InterruptedException e) {
                    interrupted.set(true);
                  }
                });
    await().until(() -> reload.getState() == Thread.State.TIMED_WAITING);
    reload.interrupt();
    assertThat(reload.join(Duration.ofSeconds(10))).isTrue();
    assertThat(interrupted).isTrue();
    assertThat(old.closed).hasValue(1);
    lease.close();
  }

  @Test
  void aComponentThatCannotBeClosedIsReportedOnly() throws Exception {
    registry.put(
        "a",
        new FakeStateStore(store().context) {
          @Override
          public void close() {
            throw new IllegalStateException("stuck");
          }
        });
    try (var log = LogCapture.of("dapr.runtime.processor")) {
      registry.put("a", store());
      assertThat(log.lines()).containsExactly("SEVERE error closing old component: stuck");
    }
  }

  @Test
  void nobodyEverCallsAClosedComponent() throws Exception {
    registry.put("a", store());
    var stop = new AtomicBoolean();
    Callable<Integer> calls =
        () -> {
          int count = 0;
          while (!stop.get()) {
            try (var lease = Objects.requireNonNull(registry.lease("a"))) {
              lease.component().get(GetRequest.of("key"));
            }
            count++;
          }
          return count;
        };
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> callers = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        callers.add(threads.submit(calls));
      }
      List<FakeStateStore> stores = new ArrayList<>();
      for (int i = 0; i < 2000; i++) {
        stores.add(store());
        registry.put("a", stores.getLast());
      }
      stop.set(true);
      for (Future<Integer> caller : callers) {
        caller.get(); // throws if a closed component was called
      }
      assertThat(stores.subList(0, stores.size() - 1)).allMatch(store -> store.closed.get() == 1);
      assertThat(stores.getLast().isOpen()).isTrue();
    }
  }

  private void put(FakeStateStore store) {
    try {
      registry.put("a", store);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}

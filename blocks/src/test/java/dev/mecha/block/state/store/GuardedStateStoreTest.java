package dev.mecha.block.state.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mecha.block.state.FakeStore;
import dev.mecha.kernel.registry.Offload;
import dev.mecha.kernel.resilience.Attempt;
import dev.mecha.kernel.resilience.CircuitOpenException;
import dev.mecha.kernel.resilience.Guard;
import dev.mecha.kernel.resilience.GuardTimeoutException;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.state.BulkStateException;
import dev.mecha.spi.state.ETagException;
import dev.mecha.spi.state.GetRequest;
import dev.mecha.spi.state.SetRequest;
import dev.mecha.spi.state.StateOperation;
import dev.mecha.spi.state.StateStore;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GuardedStateStoreTest {

  private final FakeStore engine = new FakeStore();
  private final Thrice guard = new Thrice();

  /** Tries three times. */
  private static final class Thrice implements Guard {

    private int tries;

    @Override
    public <T, E extends Exception> T run(Attempt<T, E> attempt) throws E, InterruptedException {
      while (true) {
        tries++;
        try {
          return attempt.run();
        } catch (RuntimeException e) {
          if (tries % 3 == 0) {
            throw e;
          }
        }
      }
    }
  }

  /** Fails every call. */
  private record Failing(RuntimeException failure) implements Guard {
    @Override
    public <T, E extends Exception> T run(Attempt<T, E> attempt) {
      throw failure;
    }
  }

  /** Answers bulk calls as it is told, and remembers the keys that it was asked for. */
  private static final class ScriptedStore extends ForwardingStateStore {

    private final Deque<Map<String, ComponentException>> script = new ArrayDeque<>();
    private final List<String> calls = new ArrayList<>();

    ScriptedStore() {
      super(new FakeStore());
    }

    @Override
    public void bulkWrite(List<? extends StateOperation> operations) {
      calls.add(String.join(" ", operations.stream().map(StateOperation::key).toList()));
      Map<String, ComponentException> failures = script.poll();
      if (failures != null && operations.size() == 1) {
        throw failures.values().iterator().next();
      } else if (failures != null) {
        throw new BulkStateException(failures);
      }
    }
  }

  private static SetRequest set(String key) {
    return SetRequest.of(key, "v".getBytes(StandardCharsets.UTF_8));
  }

  private static List<SetRequest> sets(String... keys) {
    return Stream.of(keys).map(GuardedStateStoreTest::set).toList();
  }

  @Test
  void everyCallToTheStoreIsTried() throws Exception {
    StateStore store = new GuardedStateStore(engine, guard);
    store.set(set("k"));
    assertThat(store.get(GetRequest.of("k"))).isNotNull();
    assertThat(store.get(GetRequest.of("absent"))).isNull();
    assertThat(guard.tries).isEqualTo(3);
    engine.failure = new ComponentException("down");
    assertThatThrownBy(() -> store.get(GetRequest.of("k"))).isSameAs(engine.failure);
    assertThat(guard.tries).isEqualTo(6);
    List<List<Object>> calls = new ArrayList<>();
    for (Call call : calls(store)) {
      int before = guard.tries;
      assertThatThrownBy(call::run).isInstanceOf(ComponentException.class);
      calls.add(List.of(guard.tries - before));
    }
    assertThat(calls).containsOnly(List.of(3));
  }

  private interface Call {
    void run() throws InterruptedException;
  }

  private static List<Call> calls(StateStore store) {
    return List.of(
        () -> store.set(set("k")),
        () -> store.bulkWrite(sets("k")),
        () -> store.transact(List.of(set("k")), Map.of()),
        () -> store.deleteWithPrefix("p||"),
        () -> store.keysLike("%", 0, null));
  }

  @Test
  void aConditionThatDoesNotHoldIsAnAnswer() {
    engine.failure = ETagException.mismatch("k");
    StateStore store = new GuardedStateStore(engine, guard);
    assertThatThrownBy(() -> store.set(set("k"))).isSameAs(engine.failure);
    assertThatThrownBy(() -> store.bulkWrite(sets("k"))).isSameAs(engine.failure);
    assertThatThrownBy(() -> store.transact(List.of(set("k")), Map.of())).isSameAs(engine.failure);
    assertThat(guard.tries).isEqualTo(3);
  }

  private static ScriptedStore scripted(List<Map<String, ComponentException>> script) {
    var store = new ScriptedStore();
    store.script.addAll(script);
    return store;
  }

  private static ComponentException down() {
    return new ComponentException("down");
  }

  @Test
  void ofABulkCallOnlyWhatFailedIsTriedAgain() throws Exception {
    ScriptedStore store = scripted(List.of(Map.of("b", down(), "c", down()), Map.of("c", down())));
    new GuardedStateStore(store, guard).bulkWrite(sets("a", "b", "c"));
    assertThat(store.calls).containsExactly("a b c", "b c", "c");
  }

  @Test
  void whatIsNotDoneIsNamedInTheEnd() {
    ScriptedStore store =
        scripted(
            List.of(
                Map.of("a", ETagException.mismatch("a"), "b", down()),
                Map.of("b", down()),
                Map.of("b", down())));
    assertFails(store, "a", "b");
    assertThat(store.calls).containsExactly("a b c", "b", "b");
  }

  @Test
  void conflictsAreNamedThoughTheRestIsDoneLater() {
    ScriptedStore store = scripted(List.of(Map.of("a", ETagException.mismatch("a"), "b", down())));
    assertFails(store, "a");
    assertThat(store.calls).containsExactly("a b c", "b");
    assertThat(guard.tries).isEqualTo(2);
  }

  @Test
  void conflictsOnlyAreNotTriedAgain() {
    ScriptedStore store =
        scripted(
            List.of(Map.of("a", ETagException.mismatch("a"), "c", ETagException.invalid("x"))));
    assertFails(store, "a", "c");
    assertThat(store.calls).containsExactly("a b c");
  }

  private void assertFails(ScriptedStore store, String... keys) {
    assertThatThrownBy(() -> new GuardedStateStore(store, guard).bulkWrite(sets("a", "b", "c")))
        .isInstanceOfSatisfying(
            BulkStateException.class,
            e -> assertThat(e.failures()).containsOnlyKeys(Arrays.asList(keys)));
  }

  @Test
  void whatEndsACallFromOutsideIsTheStoresFailure() {
    for (RuntimeException failure :
        List.of(new GuardTimeoutException(), CircuitOpenException.open())) {
      StateStore store = new GuardedStateStore(engine, new Failing(failure));
      assertThatThrownBy(() -> store.get(GetRequest.of("k")))
          .isInstanceOf(ComponentException.class)
          .hasMessage(failure.getMessage())
          .hasCause(failure);
    }
  }

  @Test
  void triesOfOneCallCountOnceAndReachTheEngineEachTime() {
    var recorded = new ArrayList<@Nullable String>();
    try (var offload = new Offload()) {
      StateStore store =
          StateStoreStack.build(
              "store",
              engine,
              new KeyPrefix("app||"),
              List.of(),
              (name, operation, success, nanos) -> recorded.add(operation + " " + success),
              offload,
              guard);
      engine.failure = down();
      assertThatThrownBy(() -> store.get(GetRequest.of("k"))).isSameAs(engine.failure);
      assertThat(guard.tries).isEqualTo(3);
      assertThat(recorded).containsExactly("get false");
    }
  }
}

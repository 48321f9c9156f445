package dev.mecha.block.secret.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mecha.block.secret.FakeSecrets;
import dev.mecha.kernel.registry.Offload;
import dev.mecha.kernel.resilience.Attempt;
import dev.mecha.kernel.resilience.Guard;
import dev.mecha.kernel.resilience.GuardTimeoutException;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.secret.SecretFeature;
import dev.mecha.spi.secret.SecretStore;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SecretStoreStackTest {

  private final FakeSecrets engine = new FakeSecrets(true);
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

  @Test
  void nothingSurroundsAStoreThatNeedsNothing() {
    try (var offload = new Offload()) {
      assertThat(SecretStoreStack.build(engine, offload, Guard.NONE)).isSameAs(engine);
    }
  }

  @Test
  void whatFailsIsTriedAgain() throws Exception {
    SecretStore store = new GuardedSecretStore(engine, guard);
    engine.values.put("a", Map.of("a", "1"));
    assertThat(store.get("a", Map.of())).isEqualTo(Map.of("a", "1"));
    assertThat(store.getAll(Map.of())).isEqualTo(engine.values);
    assertThat(guard.tries).isEqualTo(2);
    guard.tries = 0;
    engine.failure = new ComponentException("down");
    assertThatThrownBy(() -> store.get("a", Map.of())).isSameAs(engine.failure);
    assertThatThrownBy(() -> store.getAll(Map.of())).isSameAs(engine.failure);
    assertThat(guard.tries).isEqualTo(6);
  }

  @Test
  void thatThereIsNoSuchSecretIsAnAnswer() throws Exception {
    assertThat(new GuardedSecretStore(engine, guard).get("absent", Map.of())).isNull();
    assertThat(guard.tries).isEqualTo(1);
  }

  @Test
  void aPolicyThatEndsACallIsShownAsTheStoresFailure() {
    var late = new GuardTimeoutException();
    SecretStore store = new GuardedSecretStore(engine, new Failing(late));
    assertThatThrownBy(() -> store.get("a", Map.of()))
        .isInstanceOf(ComponentException.class)
        .hasMessage(late.getMessage());
    assertThatThrownBy(() -> store.getAll(Map.of()))
        .isInstanceOf(ComponentException.class)
        .hasMessage(late.getMessage());
  }

  @Test
  void aStoreThatMayHoldItsThreadIsCalledElsewhere() throws Exception {
    var holding = new FakeSecrets(false);
    holding.values.put("a", Map.of("a", "1"));
    try (var offload = new Offload()) {
      SecretStore store = SecretStoreStack.build(holding, offload, guard);
      assertThat(store.get("a", Map.of())).isEqualTo(Map.of("a", "1"));
      assertThat(store.get("absent", Map.of())).isNull();
      assertThat(store.getAll(Map.of())).isEqualTo(holding.values);
      store.ping();
      assertThat(holding.threads).hasSize(4).containsOnly("offloaded");
      assertThat(store.neverHoldsCarrier()).isTrue();
      assertThat(store.features()).containsExactly(SecretFeature.MULTIPLE_KEY_VALUES);
      store.close();
    }
    assertThat(holding.closed).isTrue();
    assertThat(holding.calls).isEqualTo(List.of("a{}", "absent{}", "*{}", "ping{}"));
  }
}

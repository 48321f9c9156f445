package dev.mecha.block.crypto.provider;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mecha.block.crypto.FakeKeys;
import dev.mecha.kernel.registry.Offload;
import dev.mecha.kernel.resilience.Attempt;
import dev.mecha.kernel.resilience.Guard;
import dev.mecha.kernel.resilience.GuardTimeoutException;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.crypto.Ciphertext;
import dev.mecha.spi.crypto.CryptoProvider;
import dev.mecha.spi.crypto.KeyFormat;
import dev.mecha.spi.crypto.KeyUse;
import org.junit.jupiter.api.Test;

class CryptoProviderStackTest {

  private static final KeyUse USE = KeyUse.of("ALG", "key");
  private static final byte[] BYTES = {1, 2};

  /** Tries twice. */
  private static final class Twice implements Guard {

    private int tries;

    @Override
    public <T, E extends Exception> T run(Attempt<T, E> attempt) throws E, InterruptedException {
      tries++;
      try {
        return attempt.run();
      } catch (RuntimeException e) {
        tries++;
        return attempt.run();
      }
    }
  }

  private static void callAll(CryptoProvider provider) throws InterruptedException {
    assertThat(provider.publicKey("key", KeyFormat.PEM).text()).isEqualTo("PUBLIC");
    assertThat(provider.decrypt(provider.encrypt(BYTES, USE), USE)).isEqualTo(BYTES);
    Ciphertext wrapped = provider.wrapKey(BYTES, USE);
    assertThat(provider.unwrapKey(wrapped, USE)).isEqualTo(BYTES);
    assertThat(provider.verify(BYTES, provider.sign(BYTES, "ALG", "key"), "ALG", "key")).isTrue();
  }

  @Test
  void nothingSurroundsAProviderThatNeedsNothing() {
    var engine = new FakeKeys(true);
    try (var offload = new Offload()) {
      assertThat(CryptoProviderStack.build(engine, offload, Guard.NONE)).isSameAs(engine);
    }
  }

  @Test
  void whatFailsIsTriedAgain() throws Exception {
    var engine = new FakeKeys(true);
    var guard = new Twice();
    try (var offload = new Offload()) {
      CryptoProvider provider = CryptoProviderStack.build(engine, offload, guard);
      callAll(provider);
      assertThat(guard.tries).isEqualTo(7);
      engine.failure = new ComponentException("down");
      assertThatThrownBy(() -> provider.sign(BYTES, "ALG", "key")).isSameAs(engine.failure);
      assertThat(guard.tries).isEqualTo(9);
    }
  }

  @Test
  void aPolicyThatEndsACallIsShownAsTheProvidersFailure() {
    var late = new GuardTimeoutException();
    var guard =
        new Guard() {
          @Override
          public <T, E extends Exception> T run(Attempt<T, E> attempt) {
            throw late;
          }
        };
    assertThatThrownBy(
            () -> new GuardedCryptoProvider(new FakeKeys(true), guard).encrypt(BYTES, USE))
        .isInstanceOf(ComponentException.class)
        .hasMessage(late.getMessage());
  }

  @Test
  void aProviderThatMayHoldItsThreadIsCalledElsewhere() throws Exception {
    var engine = new FakeKeys(false);
    try (var offload = new Offload()) {
      CryptoProvider provider = CryptoProviderStack.build(engine, offload, Guard.NONE);
      callAll(provider);
      assertThat(provider.readKey(BYTES)).startsWith("read ".getBytes(UTF_8));
      provider.ping();
      assertThat(engine.threads).hasSize(8).containsOnly("offloaded");
      assertThat(provider.neverHoldsCarrier()).isTrue();
      provider.close();
    }
    assertThat(engine.closed).isTrue();
  }
}

package dev.mecha.block.crypto.provider;

import dev.mecha.kernel.resilience.CircuitOpenException;
import dev.mecha.kernel.resilience.Guard;
import dev.mecha.kernel.resilience.GuardTimeoutException;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.crypto.CryptoProvider;

/** Calls a provider under the policies that are written for it. */
final class GuardedCryptoProvider extends SurroundedCryptoProvider {

  private final Guard guard;

  GuardedCryptoProvider(CryptoProvider inner, Guard guard) {
    super(inner);
    this.guard = guard;
  }

  /** What ends a call from outside is shown as the provider's failure, as the peer shows it. */
  @Override
  <T> T call(Call<T> call) throws InterruptedException {
    try {
      return guard.run(call::run);
    } catch (GuardTimeoutException | CircuitOpenException e) {
      throw new ComponentException(String.valueOf(e.getMessage()), e);
    }
  }
}

package dev.mecha.block.secret.store;

import dev.mecha.kernel.resilience.CircuitOpenException;
import dev.mecha.kernel.resilience.Guard;
import dev.mecha.kernel.resilience.GuardTimeoutException;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.secret.SecretStore;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Calls a store under the policies that are written for it. That there is no such secret is an
 * answer, not a failure: it is not asked for again, and no breaker opens.
 */
final class GuardedSecretStore extends ForwardingSecretStore {

  private final Guard guard;

  GuardedSecretStore(SecretStore inner, Guard guard) {
    super(inner);
    this.guard = guard;
  }

  @Override
  public @Nullable Map<String, String> get(String name, Map<String, String> metadata)
      throws InterruptedException {
    return guarded(() -> Optional.ofNullable(inner.get(name, metadata))).orElse(null);
  }

  @Override
  public Map<String, Map<String, String>> getAll(Map<String, String> metadata)
      throws InterruptedException {
    return guarded(() -> inner.getAll(metadata));
  }

  /** What ends a call from outside is shown as the store's failure, as the peer shows it. */
  private <T> T guarded(Call<T> call) throws InterruptedException {
    try {
      return guard.run(call::run);
    } catch (GuardTimeoutException | CircuitOpenException e) {
      throw new ComponentException(String.valueOf(e.getMessage()), e);
    }
  }

  private interface Call<T> {
    T run() throws InterruptedException;
  }
}

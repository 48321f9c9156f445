package dev.mecha.block.secret.store;

import dev.mecha.kernel.registry.Offload;
import dev.mecha.spi.secret.SecretStore;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Calls a store that may hold its thread away from the threads that serve the network. */
final class OffloadedSecretStore extends ForwardingSecretStore {

  private final Offload offload;

  OffloadedSecretStore(SecretStore inner, Offload offload) {
    super(inner);
    this.offload = offload;
  }

  @Override
  public @Nullable Map<String, String> get(String name, Map<String, String> metadata)
      throws InterruptedException {
    return offload.<@Nullable Map<String, String>>call(() -> inner.get(name, metadata));
  }

  @Override
  public Map<String, Map<String, String>> getAll(Map<String, String> metadata)
      throws InterruptedException {
    return offload.call(() -> inner.getAll(metadata));
  }

  @Override
  public void ping() throws InterruptedException {
    offload.call(
        () -> {
          inner.ping();
          return true;
        });
  }

  @Override
  public boolean neverHoldsCarrier() {
    return true;
  }
}

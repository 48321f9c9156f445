package dev.mecha.block.secret.store;

import dev.mecha.spi.secret.SecretFeature;
import dev.mecha.spi.secret.SecretStore;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Passes every call on, so that a decorator names only what it changes and loses no power of what
 * it wraps.
 */
abstract class ForwardingSecretStore implements SecretStore {

  /** What is decorated. */
  protected final SecretStore inner;

  ForwardingSecretStore(SecretStore inner) {
    this.inner = inner;
  }

  @Override
  public Set<SecretFeature> features() {
    return inner.features();
  }

  @Override
  public @Nullable Map<String, String> get(String name, Map<String, String> metadata)
      throws InterruptedException {
    return inner.get(name, metadata);
  }

  @Override
  public Map<String, Map<String, String>> getAll(Map<String, String> metadata)
      throws InterruptedException {
    return inner.getAll(metadata);
  }

  @Override
  public boolean neverHoldsCarrier() {
    return inner.neverHoldsCarrier();
  }

  @Override
  public void ping() throws InterruptedException {
    inner.ping();
  }

  @Override
  public void close() {
    inner.close();
  }
}

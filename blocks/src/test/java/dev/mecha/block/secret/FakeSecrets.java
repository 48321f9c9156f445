package dev.mecha.block.secret;

import dev.mecha.spi.ComponentException;
import dev.mecha.spi.secret.SecretFeature;
import dev.mecha.spi.secret.SecretStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Secrets in a map that can be told to fail, and that remember what they were asked. */
public final class FakeSecrets implements SecretStore {

  /** The values of each secret. */
  public final Map<String, Map<String, String>> values = new TreeMap<>();

  /** Every call: the secret's name, {@code *} for all, and the metadata. */
  public final List<String> calls = new ArrayList<>();

  /** The names of the threads of the calls. */
  public final List<String> threads = new ArrayList<>();

  /** Thrown by every call if set. */
  public @Nullable ComponentException failure;

  /** Whether it was closed. */
  public boolean closed;

  private final boolean neverHolds;

  /**
   * @param neverHolds whether it may be called on any thread
   */
  public FakeSecrets(boolean neverHolds) {
    this.neverHolds = neverHolds;
  }

  @Override
  public Set<SecretFeature> features() {
    return Set.of(SecretFeature.MULTIPLE_KEY_VALUES);
  }

  @Override
  public boolean neverHoldsCarrier() {
    return neverHolds;
  }

  @Override
  public @Nullable Map<String, String> get(String name, Map<String, String> metadata) {
    called(name, metadata);
    return values.get(name);
  }

  @Override
  public Map<String, Map<String, String>> getAll(Map<String, String> metadata) {
    called("*", metadata);
    return values;
  }

  @Override
  public void ping() {
    called("ping", Map.of());
  }

  private void called(String what, Map<String, String> metadata) {
    calls.add(what + new TreeMap<>(metadata));
    threads.add(Thread.currentThread().getName());
    if (failure != null) {
      throw failure;
    }
  }

  @Override
  public void close() {
    closed = true;
  }
}

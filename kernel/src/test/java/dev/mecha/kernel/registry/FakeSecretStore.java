package dev.mecha.kernel.registry;

import dev.mecha.spi.ComponentContext;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.secret.SecretStore;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Secrets that a test can change. Every secret has one key, {@code key}. */
final class FakeSecretStore implements SecretStore {

  final ComponentContext context;
  private final Map<String, String> secrets;
  volatile boolean sealed;

  FakeSecretStore(ComponentContext context, Map<String, String> secrets) {
    this.context = context;
    this.secrets = new ConcurrentHashMap<>(secrets);
  }

  void change(String name, String value) {
    secrets.put(name, value);
  }

  @Override
  public @Nullable Map<String, String> get(String name, Map<String, String> metadata) {
    if (sealed) {
      throw new ComponentException("sealed");
    }
    String value = secrets.get(name);
    return value == null ? null : Map.of("key", value);
  }

  @Override
  public Map<String, Map<String, String>> getAll(Map<String, String> metadata) {
    return Map.of();
  }

  @Override
  public void close() {}
}

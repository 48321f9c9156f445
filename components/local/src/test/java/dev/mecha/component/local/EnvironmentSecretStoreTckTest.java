package dev.mecha.component.local;

import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.secret.SecretStore;
import dev.mecha.tck.SecretStoreTck;
import java.util.Map;

class EnvironmentSecretStoreTckTest extends SecretStoreTck {

  @Override
  protected ComponentProvider<SecretStore> provider() {
    return new EnvironmentSecretStore.Provider(
        Map.of("ODD", "it's \"quoted\", ünïcödé", "DB_USER", "system-admin"), false);
  }

  @Override
  protected Map<String, String> metadata() {
    return Map.of();
  }

  @Override
  protected Map<String, Map<String, String>> secrets() {
    return Map.of(
        "ODD", Map.of("ODD", "it's \"quoted\", ünïcödé"),
        "DB_USER", Map.of("DB_USER", "system-admin"));
  }

  /** As the peer has it: a variable that is not set is empty. */
  @Override
  protected Map<String, String> absentAnswer() {
    return Map.of(absent(), "");
  }
}

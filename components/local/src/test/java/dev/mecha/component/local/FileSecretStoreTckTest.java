package dev.mecha.component.local;

import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.secret.SecretStore;
import dev.mecha.tck.SecretStoreTck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

class FileSecretStoreTckTest extends SecretStoreTck {

  @Override
  protected ComponentProvider<SecretStore> provider() {
    return new FileSecretStore.Provider();
  }

  @Override
  protected Map<String, String> metadata() throws IOException {
    Path file = folder.resolve("secrets.json");
    Files.writeString(
        file, "{\"odd\": \"it's \\\"quoted\\\", ünïcödé\", \"db\": {\"user\": \"system-admin\"}}");
    return Map.of("secretsFile", file.toString());
  }

  @Override
  protected Map<String, Map<String, String>> secrets() {
    return Map.of(
        "odd", Map.of("odd", "it's \"quoted\", ünïcödé"),
        "db:user", Map.of("db:user", "system-admin"));
  }
}

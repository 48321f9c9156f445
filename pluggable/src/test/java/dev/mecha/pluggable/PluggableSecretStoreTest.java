package dev.mecha.pluggable;

import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.secret.SecretStore;
import dev.mecha.tck.SecretStoreTck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

class PluggableSecretStoreTest extends SecretStoreTck {

  /** Secrets in a file, by way of a socket. */
  public static final class Provider extends Looped<SecretStore> {
    /** For the service loader. */
    public Provider() {
      super(SecretStore.class, "secretstores", "local.file");
    }
  }

  @Override
  protected ComponentProvider<SecretStore> provider() {
    return new Provider();
  }

  @Override
  protected Map<String, String> metadata() throws IOException {
    Path file = folder.resolve("secrets.json");
    Files.writeString(file, "{\"odd\": \"it's ünïcödé\", \"db\": {\"user\": \"system-admin\"}}");
    return Map.of("secretsFile", file.toString(), "multiValued", "true");
  }

  @Override
  protected Map<String, Map<String, String>> secrets() {
    return Map.of("odd", Map.of("odd", "it's ünïcödé"), "db", Map.of("user", "system-admin"));
  }
}

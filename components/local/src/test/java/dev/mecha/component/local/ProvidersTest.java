package dev.mecha.component.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mecha.spi.ComponentContext;
import dev.mecha.spi.ComponentMetadata;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.secret.SecretStore;
import dev.mecha.spi.time.Time;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProvidersTest {

  @TempDir Path folder;

  private SecretStore create(String type, Map<String, String> metadata)
      throws InterruptedException {
    var context =
        new ComponentContext(
            "secrets",
            type,
            "v1",
            "app",
            "",
            ComponentMetadata.of(metadata),
            folder,
            Time.system());
    for (ComponentProvider<?> provider : ServiceLoader.load(ComponentProvider.class)) {
      if (provider.types().contains(type)) {
        assertThat(provider.kind()).isEqualTo(SecretStore.class);
        return SecretStore.class.cast(provider.create(context));
      }
    }
    throw new AssertionError("no provider of " + type);
  }

  @Test
  void theEnvironmentIsTheProcesss() throws InterruptedException {
    try (var store = create("secretstores.local.env", Map.of("prefix", "PAT"))) {
      assertThat(store.get("H", Map.of())).isEqualTo(Map.of("H", System.getenv("PATH")));
    }
  }

  @Test
  void theFileIsFoundInAnyCaseOfTheFieldsName() throws Exception {
    Path file = write();
    try (var store = create("secretstores.local.file", Map.of("SECRETSFILE", file.toString()))) {
      assertThat(store.get("a", Map.of())).isEqualTo(Map.of("a", "1"));
    }
  }

  private Path write() throws IOException {
    return Files.writeString(folder.resolve("secrets.json"), "{\"a\": \"1\"}");
  }
}

package dev.mecha.acceptance.operation;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mecha.acceptance.process.Resources;
import dev.mecha.acceptance.process.Sidecar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is in the file of an embedded store, as the component's metadata has it. */
class StoredStateTest {

  private static final String VALUE = "plaintext-to-be-found";

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "appid, myapp||zebra, ''",
    "name, statestore||zebra, ''",
    "namespace, stable.myapp||zebra, ''",
    "none, zebra, ||zebra",
    "Herd, herd||zebra, ''"
  })
  void keysAreStoredUnderTheirPrefix(String strategy, String stored, String absent)
      throws IOException {
    saveAndRead(
        "\"" + VALUE + "\"",
        Resources.sqlite(folder.resolve("data/state.db"), "keyPrefix", strategy));

    assertThat(files()).contains(stored, VALUE);
    if (!absent.isEmpty()) {
      assertThat(files()).doesNotContain(absent);
    }
  }

  @Test
  void encryptedValuesCannotBeReadInTheFile() throws IOException {
    Path secrets = folder.resolve("secrets.json");
    Files.writeString(secrets, "{\"key\": \"000102030405060708090a0b0c0d0e0f\"}");
    String store =
        Resources.sqlite(folder.resolve("data/state.db"), "timeout", "10s")
            + "    - name: primaryEncryptionKey\n"
            + "      secretKeyRef: {name: key, key: key}\n"
            + "auth:\n  secretStore: secrets\n";
    String secretStore =
        Resources.component(
            "secrets", "secretstores.local.file", "secretsFile", secrets.toString());
    // As with the peer, what is encrypted is the text, and not the JSON that holds it.
    saveAndRead(VALUE, store, secretStore);

    assertThat(files()).contains("myapp||zebra").doesNotContain(VALUE);
  }

  private void saveAndRead(String expected, String... resources) throws IOException {
    Files.createDirectories(folder.resolve("data"));
    var setup = Sidecar.in(folder).environment("NAMESPACE", "stable");
    Stream.of(resources).forEach(setup::resource);
    try (Sidecar sidecar = setup.start()) {
      String body = "[{\"key\":\"zebra\",\"value\":\"" + VALUE + "\"}]";
      assertThat(sidecar.send("POST", "/v1.0/state/statestore", body).statusCode()).isEqualTo(204);
      assertThat(sidecar.send("GET", "/v1.0/state/statestore/zebra", "").body())
          .isEqualTo(expected);
      assertThat(sidecar.stop()).isZero();
    }
  }

  /** Everything in the store's folder, its journal included. */
  private String files() throws IOException {
    var text = new StringBuilder();
    try (Stream<Path> files = Files.list(folder.resolve("data"))) {
      for (Path file : files.toList()) {
        text.append(new String(Files.readAllBytes(file), ISO_8859_1));
      }
    }
    return text.toString();
  }
}

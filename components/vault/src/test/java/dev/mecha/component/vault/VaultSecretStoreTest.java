package dev.mecha.component.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mecha.spi.ComponentException;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.InvalidMetadataException;
import dev.mecha.spi.secret.SecretFeature;
import dev.mecha.spi.secret.SecretStore;
import dev.mecha.tck.ComponentContexts;
import dev.mecha.tck.SecretStoreTck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against a stub of the documented API: there is no Vault that could be installed here. */
class VaultSecretStoreTest extends SecretStoreTck {

  private static final String TOKEN = "hvs.canary";

  private final StubVault vault = new StubVault("secret", 2, null);

  @AfterEach
  void stop() {
    vault.close();
  }

  private static String address(StubVault vault) {
    return "http://localhost:" + vault.port();
  }

  private static void fill(StubVault vault, String prefix) throws IOException {
    vault.put(prefix + "db", "{\"user\":\"sa\",\"password\":\"a \\\"b\\\" ü\"}");
    vault.put(prefix + "team/a b", "{\"key\":\"value\"}");
  }

  @Override
  protected ComponentProvider<SecretStore> provider() {
    return new VaultSecretStore.Provider();
  }

  @Override
  protected Map<String, String> metadata() throws IOException {
    fill(vault, "dapr/");
    return Map.of("vaultAddr", address(vault), "vaultToken", TOKEN);
  }

  @Override
  protected Map<String, Map<String, String>> secrets() {
    return Map.of(
        "db", Map.of("user", "sa", "password", "a \"b\" ü"),
        "team/a b", Map.of("key", "value"));
  }

  private SecretStore open(StubVault server, String... fields) throws InterruptedException {
    var metadata = new HashMap<String, String>();
    metadata.put("vaultAddr", address(server));
    for (int i = 0; i < fields.length; i += 2) {
      metadata.put(fields[i], fields[i + 1]);
    }
    return provider()
        .create(
            ComponentContexts.of("secretstores.hashicorp.vault", folder)
                .metadata(metadata)
                .context());
  }

  @Test
  void aSecretMayHaveVersions() throws Exception {
    vault.put("dapr/db@7", "{\"user\":\"old\"}");
    assertThat(store().get("db", Map.of("version_id", "7"))).isEqualTo(Map.of("user", "old"));
    assertThat(store().get("db", Map.of())).containsEntry("user", "sa");
    assertThat(store().get("team/a b", Map.of("version_id", "7"))).isNull();
    assertThat(vault.requests)
        .contains("GET secret/data/dapr/db?version=7", "GET secret/data/dapr/db?version=0");
  }

  @Test
  void theFirstVersionOfTheEngineIsReadToo() throws Exception {
    try (var old = new StubVault("kv", 1, null)) {
      fill(old, "");
      try (SecretStore store =
          open(old, "vaultToken", TOKEN, "enginePath", "kv", "vaultKVUsePrefix", "false")) {
        assertThat(store.getAll(Map.of())).isEqualTo(secrets());
        assertThat(store.get("absent", Map.of())).isNull();
      }
      assertThat(old.requests).contains("GET kv/db", "LIST kv/team/");
    }
  }

  @Test
  void whoMayNotKnowTheVersionTakesTheSecond() throws Exception {
    vault.tellsVersion = false;
    assertThat(store().get("db", Map.of())).containsEntry("user", "sa");
  }

  @Test
  void aPrefixIsOfItsOwn() throws Exception {
    fill(vault, "mine/");
    vault.put("mine/only", "{\"n\":1,\"l\":[true]}");
    try (SecretStore store = open(vault, "vaultToken", TOKEN, "vaultKVPrefix", "mine")) {
      assertThat(store.get("only", Map.of())).isEqualTo(Map.of("n", "1", "l", "[true]"));
      assertThat(store.getAll(Map.of())).containsOnlyKeys("db", "only", "team/a b");
    }
  }

  @Test
  void aSecretMayBeOneText() throws Exception {
    try (SecretStore store = open(vault, "vaultToken", TOKEN, "vaultValueType", "text")) {
      assertThat(store.features()).isEmpty();
      assertThat(store.get("team/a b", Map.of()))
          .isEqualTo(Map.of("team/a b", "{\"key\":\"value\"}"));
    }
    assertThat(store().features()).containsExactly(SecretFeature.MULTIPLE_KEY_VALUES);
  }

  @Test
  void aTokenThatIsRenewedIsReadAgain() throws Exception {
    Path file = Files.writeString(folder.resolve("token"), TOKEN + "\n");
    try (SecretStore store = open(vault, "vaultTokenMountPath", file.toString())) {
      assertThat(store.get("db", Map.of())).containsEntry("user", "sa");
      vault.token = "hvs.next";
      assertThatThrownBy(() -> store.get("db", Map.of()))
          .isInstanceOf(ComponentException.class)
          .hasMessage("couldn't get successful response, status code 403: [\"permission denied\"]");
      Files.writeString(file, "hvs.next");
      assertThat(store.get("db", Map.of())).containsEntry("user", "sa");
    }
  }

  @Test
  void whatGoesWrongIsSaidWithoutTheToken() throws Exception {
    vault.close();
    assertThatThrownBy(() -> store().get("db", Map.of()))
        .isInstanceOf(ComponentException.class)
        .hasMessageStartingWith("couldn't get secret: http://localhost:")
        .hasMessageNotContaining("canary");
    assertThat(store().toString()).doesNotContain("canary");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "x|1|token mount path and token not set",
        "vaultToken|canary,vaultTokenMountPath,/x|token mount path and token both set",
        "vaultToken|canary,vaultAddr,here|vaultAddr: \"here\" (expected: a URL of http or https)",
        "vaultToken|canary,vaultValueType,list|vaultValueType: \"list\""
            + " (expected: one of map, text)",
        "vaultToken|canary,caPem,x|caPem: \"x\" (expected: certificates in PEM)",
        "vaultToken|canary,caPath,/none|caPath: \"/none\""
            + " (expected: a folder of certificates in PEM)",
        "vaultToken|canary,caCert,/none|caCert: \"/none\""
            + " (expected: a file of certificates in PEM)"
      })
  void whatIsWrongIsSaid(String field, String values, String message) {
    var fields = List.of((field + "," + values).split(","));
    assertThatThrownBy(() -> open(vault, fields.toArray(String[]::new)))
        .isInstanceOf(InvalidMetadataException.class)
        .hasMessage(message)
        .hasMessageNotContaining("canary");
  }

  @Test
  void aTokenFileMustBeThere() {
    assertThatThrownBy(() -> open(vault, "vaultTokenMountPath", "/no/token"))
        .isInstanceOf(ComponentException.class)
        .hasMessage("couldn't read vault token from mount path /no/token");
  }
}

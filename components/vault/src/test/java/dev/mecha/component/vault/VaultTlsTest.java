package dev.mecha.component.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mecha.spi.ComponentException;
import dev.mecha.spi.ComponentMetadata;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** A server whose certificate is for {@code vault.internal} only. */
@TestInstance(Lifecycle.PER_CLASS)
class VaultTlsTest {

  private static final char[] PASSWORD = "changeit".toCharArray();

  private StubVault vault;
  private Path folder;
  private String pem;

  @BeforeAll
  void start(@TempDir Path temporary) throws Exception {
    folder = Files.createDirectory(temporary.resolve("ca"));
    KeyStore keys = keys(temporary.resolve("keys.p12"));
    pem = pem(keys.getCertificate("vault"));
    Files.writeString(folder.resolve("ca.pem"), pem);
    var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD);
    var tls = SSLContext.getInstance("TLS");
    tls.init(managers.getKeyManagers(), null, null);
    vault = new StubVault("secret", 2, tls);
    vault.put("dapr/db", "{\"user\":\"sa\"}");
  }

  private static KeyStore keys(Path file) throws Exception {
    String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    var process =
        new ProcessBuilder(
                keytool,
                "-genkeypair",
                "-alias",
                "vault",
                "-keyalg",
                "EC",
                "-dname",
                "CN=vault",
                "-ext",
                "san=dns:vault.internal",
                "-storetype",
                "PKCS12",
                "-keystore",
                file.toString(),
                "-storepass",
                new String(PASSWORD),
                "-validity",
                "30")
            .redirectErrorStream(true)
            .start();
    assertThat(process.waitFor()).isZero();
    var keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      keys.load(in, PASSWORD);
    }
    return keys;
  }

  private static String pem(Certificate certificate) throws Exception {
    return "-----BEGIN CERTIFICATE-----\n"
        + Base64.getMimeEncoder().encodeToString(certificate.getEncoded())
        + "\n-----END CERTIFICATE-----\n";
  }

  @AfterAll
  void stop() {
    vault.close();
  }

  private Map<String, String> read(String... fields) throws InterruptedException {
    var metadata = new HashMap<String, String>();
    metadata.put("vaultAddr", "https://localhost:" + vault.port());
    metadata.put("vaultToken", "hvs.canary");
    for (int i = 0; i < fields.length; i += 2) {
      metadata.put(fields[i], fields[i + 1]);
    }
    var store = new VaultSecretStore(ComponentMetadata.of(metadata));
    try (store) {
      Map<String, String> values = store.get("db", Map.of());
      return values == null ? Map.of() : values;
    }
  }

  @Test
  void whoeverSignsIsNamedInOneOfThreeWays() throws Exception {
    String file = folder.resolve("ca.pem").toString();
    for (var ca : Map.of("caPem", pem, "caPath", folder.toString(), "caCert", file).entrySet()) {
      assertThat(read(ca.getKey(), ca.getValue(), "tlsServerName", "vault.internal"))
          .isEqualTo(Map.of("user", "sa"));
    }
  }

  @Test
  void whoIsNotKnownIsNotTrusted() {
    assertThatThrownBy(() -> read("tlsServerName", "vault.internal"))
        .isInstanceOf(ComponentException.class);
    assertThatThrownBy(() -> read("caPem", pem)).isInstanceOf(ComponentException.class);
    assertThatThrownBy(() -> read("caPem", pem, "tlsServerName", "other.internal"))
        .isInstanceOf(ComponentException.class);
  }

  @Test
  void whoAsksForItTrustsAnybody() throws InterruptedException, IOException {
    assertThat(read("skipVerify", "true")).isEqualTo(Map.of("user", "sa"));
  }
}

package dev.mecha.component.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mecha.spi.ComponentException;
import dev.mecha.spi.state.StateStore;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Connections to a server whose certificate is for {@code localhost}. */
@Isolated("changes the server")
class EncryptionTest {

  private static final char[] PASSWORD = "changeit".toCharArray();

  @TempDir private static Path folder;

  private static String database = "";

  @BeforeAll
  static void encrypt() throws Exception {
    PostgresServer server = PostgresServer.shared();
    database = server.newDatabase();
    KeyStore own = newKey("own");
    Files.writeString(folder.resolve("own.pem"), certificate(own));
    Files.writeString(folder.resolve("other.pem"), certificate(newKey("other")));
    server.encrypt(certificate(own), pem("PRIVATE KEY", own.getKey("key", PASSWORD).getEncoded()));
  }

  @AfterAll
  static void decrypt() {
    PostgresServer.shared().encrypt(null, null);
  }

  private static KeyStore newKey(String name) throws Exception {
    Path file = folder.resolve(name + ".p12");
    String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    Process process =
        new ProcessBuilder(
                keytool,
                "-genkeypair",
                "-alias",
                "key",
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + name,
                "-ext",
                "san=dns:localhost",
                "-storetype",
                "PKCS12",
                "-keystore",
                file.toString(),
                "-storepass",
                new String(PASSWORD))
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD);
    }
    return store;
  }

  private static String certificate(KeyStore store) throws Exception {
    return pem("CERTIFICATE", store.getCertificate("key").getEncoded());
  }

  private static String pem(String kind, byte[] bytes) {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
    return "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n";
  }

  private static StateStore open(String host, String string) throws InterruptedException {
    return Stores.open(
        database, "v2", "host", host, "connectionString", "application_name=tls " + string);
  }

  private static void works(String host, String string) throws InterruptedException {
    try (StateStore store = open(host, string)) {
      Stores.put(store, "a", "x");
      assertThat(
              PostgresServer.shared()
                  .ask(
                      "postgres",
                      "SELECT bool_and(ssl) FROM pg_stat_ssl JOIN pg_stat_activity USING (pid)"
                          + " WHERE application_name = 'tls'"))
          .isEqualTo(string.contains("disable") ? "f" : "t");
    }
  }

  private static void fails(String host, String string) {
    assertThatThrownBy(() -> open(host, string))
        .isInstanceOf(ComponentException.class)
        .hasMessageStartingWith("cannot connect to PostgreSQL at " + host)
        .hasMessageNotContaining(PostgresServer.PASSWORD);
  }

  @Test
  void connectionsAreEncryptedWhereTheServerCan() throws InterruptedException {
    works("127.0.0.1", "");
    works("127.0.0.1", "sslmode=require");
    works("127.0.0.1", "sslmode=disable");
  }

  @Test
  void theCertificateIsChecked() throws InterruptedException {
    works("127.0.0.1", "sslmode=verify-ca sslrootcert=" + folder.resolve("own.pem"));
    fails("127.0.0.1", "sslmode=verify-ca sslrootcert=" + folder.resolve("other.pem"));
    fails("127.0.0.1", "sslmode=require sslrootcert=" + folder.resolve("other.pem"));
    fails("127.0.0.1", "sslmode=verify-ca");
  }

  @Test
  void theNameIsChecked() throws InterruptedException {
    works("localhost", "sslmode=verify-full sslrootcert=" + folder.resolve("own.pem"));
    fails("127.0.0.1", "sslmode=verify-full sslrootcert=" + folder.resolve("own.pem"));
  }
}

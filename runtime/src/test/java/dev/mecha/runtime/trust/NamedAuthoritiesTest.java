package dev.mecha.runtime.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Authorities in files and folders. */
class NamedAuthoritiesTest {

  @TempDir Path folder;

  private List<X509Certificate> some;

  @BeforeEach
  void takeSomeOfTheJvm() throws Exception {
    TrustManagerFactory own = TrustManagerFactory.getInstance("PKIX");
    own.init((KeyStore) null);
    var issuers = ((X509TrustManager) own.getTrustManagers()[0]).getAcceptedIssuers();
    some = Arrays.asList(issuers).subList(0, 3);
  }

  private static String pem(X509Certificate certificate) throws Exception {
    var encoder = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));
    return "-----BEGIN CERTIFICATE-----\n"
        + encoder.encodeToString(certificate.getEncoded())
        + "\n-----END CERTIFICATE-----\n";
  }

  private NamedAuthorities named(String file, String folders) {
    return NamedAuthorities.of(Map.of("SSL_CERT_FILE", file, "SSL_CERT_DIR", folders));
  }

  @Test
  void allOfAFileAreRead() throws Exception {
    Path file = Files.writeString(folder.resolve("a.pem"), pem(some.get(0)) + pem(some.get(1)));
    NamedAuthorities named = named(file.toString(), "");
    assertThat(named.read()).containsExactly(some.get(0), some.get(1));
    assertThat(named.areAll()).isFalse();
  }

  @Test
  void allFilesOfAllFoldersAreRead() throws Exception {
    Path other = Files.createDirectory(folder.resolve("other"));
    Files.writeString(folder.resolve("a.pem"), pem(some.get(0)));
    Files.writeString(folder.resolve("b.crt"), pem(some.get(0)));
    Files.writeString(other.resolve("c"), pem(some.get(2)));
    NamedAuthorities named = named("", folder + ":" + other);
    assertThat(named.read()).containsExactly(some.get(0), some.get(2));
  }

  @Test
  void whatCannotBeReadIsPassedOver() throws IOException {
    Files.writeString(folder.resolve("README"), "not a certificate");
    NamedAuthorities named = named(folder.resolve("missing").toString(), folder + ":/no/folder");
    assertThat(named.read()).isEmpty();
    assertThat(named.areAll()).isTrue();
  }

  @Test
  void withoutVariablesThereAreNone() {
    assertThat(NamedAuthorities.of(Map.of()).isEmpty()).isTrue();
  }
}

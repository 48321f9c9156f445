package dev.mecha.component.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.mecha.component.support.ClientIdentity;
import dev.mecha.component.support.PrivateKeys;
import dev.mecha.tck.server.Certificates;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.interfaces.ECPrivateKey;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PemKeysTest {

  static final String CERTIFICATE =
      """
      -----BEGIN CERTIFICATE-----
      MIIBejCCAR+gAwIBAgIUeTZDtaYsw/1MRdwydBOBQaOV5xkwCgYIKoZIzj0EAwIw
      ETEPMA0GA1UEAwwGY2xpZW50MCAXDTI2MTEyMzAwMTMxMFoYDzIxMjYxMDMwMDAx
      MzEwWjARMQ8wDQYDVQQDDAZjbGllbnQwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNC
      AATsx3HopOgxR4xRnnBFNAWQIxD3JxKi1Hk26UwertuOvIlbeLod7Qvkjnpia/si
      6Z+8qxMLj4oSe+K5oUTC7ccMo1MwUTAdBgNVHQ4EFgQUjQ2Pk4TdGm4EOCbOdesw
      Ndso6Q8wHwYDVR0jBBgwFoAUjQ2Pk4TdGm4EOCbOdeswNdso6Q8wDwYDVR0TAQH/
      BAUwAwEB/zAKBggqhkjOPQQDAgNJADBGAiEA1vC8zAXgqPG4MqkEYt5js3+M6p+v
      RX0VshH4Q7KUa0ECIQCEoSEEmnn2YcVCzJ9Gq5gDIoHUCTMfzcRYBC0c5S3Ekg==
      -----END CERTIFICATE-----
      """;

  @TempDir Path folder;

  @Test
  void keysOfAllForms() throws IOException, InterruptedException {
    var pem = new Certificates(folder);
    pem.openssl("genrsa", "-traditional", "-out", "rsa1.pem", "2048");
    pem.openssl("pkcs8", "-topk8", "-nocrypt", "-in", "rsa1.pem", "-out", "rsa8.pem");
    for (String curve : new String[] {"prime256v1", "secp384r1", "secp521r1"}) {
      pem.openssl("ecparam", "-name", curve, "-genkey", "-out", "ec1.pem");
      pem.openssl("pkcs8", "-topk8", "-nocrypt", "-in", "ec1.pem", "-out", "ec8.pem");
      assertThat(pem.text("ec1.pem")).contains("EC PRIVATE KEY");
      assertThat(secret(pem.text("ec1.pem"))).isEqualTo(secret(pem.text("ec8.pem")));
    }
    pem.openssl("genpkey", "-algorithm", "ed25519", "-out", "ed.pem");
    assertThat(PrivateKeys.parse(pem.text("ed.pem")).getAlgorithm()).isEqualTo("EdDSA");
    assertThat(pem.text("rsa1.pem")).contains("RSA PRIVATE KEY");
    assertThat(PrivateKeys.parse(pem.text("rsa1.pem")))
        .isEqualTo(PrivateKeys.parse(pem.text("rsa8.pem")));
  }

  private static List<BigInteger> secret(String pem) {
    var key = (ECPrivateKey) PrivateKeys.parse(pem);
    return List.of(key.getS(), key.getParams().getOrder());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "secret",
        "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----",
        "-----BEGIN EC PRIVATE KEY-----\nMHcCAQEEIGmdQz9r8xT1\n-----END EC PRIVATE KEY-----",
        "-----BEGIN RSA PRIVATE KEY-----\n!\n-----END RSA PRIVATE KEY-----",
        "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----"
      })
  void noKey(String pem) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PrivateKeys.parse(pem))
        .withMessageNotContaining("secret");
  }

  @Test
  void certificates() {
    assertThat(ClientIdentity.certificates(CERTIFICATE)).hasSize(1);
    assertThat(ClientIdentity.certificates(CERTIFICATE + CERTIFICATE)).hasSize(2);
    assertThatIllegalArgumentException().isThrownBy(() -> ClientIdentity.certificates(""));
    assertThatIllegalArgumentException().isThrownBy(() -> ClientIdentity.certificates("secret"));
  }
}

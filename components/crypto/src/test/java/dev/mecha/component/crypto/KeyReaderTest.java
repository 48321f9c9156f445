package dev.mecha.component.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import java.io.IOException;
import java.nio.file.Files;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyReaderTest {

  private static String pem(String type, byte[] der) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(type, Base64.getMimeEncoder().encodeToString(der), type);
  }

  private static JWK read(String text) {
    return KeyReader.read(text.getBytes(UTF_8));
  }

  @ParameterizedTest
  @CsvSource({"rsa.pem", "ec.pem", "edwards.pem"})
  void ofAPrivateKeyThePublicHalfComesAlong(String file) throws IOException {
    JWK key = KeyReader.pem(Files.readAllBytes(TestKeys.folder().resolve(file)));
    assertThat(key.isPrivate()).isTrue();
    assertThat(key).isInstanceOfAny(RSAKey.class, ECKey.class, OctetKeyPair.class);
    assertThat(JWK.class.cast(key.toPublicJWK()).isPrivate()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"secp256r1", "secp384r1", "secp521r1"})
  void everyCurveOfJsonWebKeysIsKnown(String curve) throws Exception {
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec(curve));
    var pair = generator.generateKeyPair();
    var key = (ECKey) read(pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
    assertThat(key.toECPublicKey()).isEqualTo(pair.getPublic());
    assertThat(((ECKey) read(pem("PUBLIC KEY", pair.getPublic().getEncoded()))).toECPublicKey())
        .isEqualTo(pair.getPublic());
  }

  @Test
  void theOlderFormsOfRsaAreRead() throws Exception {
    var pair = KeyPairGenerator.getInstance("RSA").generateKeyPair();
    byte[] privateHalf =
        PrivateKeyInfo.getInstance(pair.getPrivate().getEncoded()).getPrivateKey().getOctets();
    byte[] publicHalf =
        SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded())
            .getPublicKeyData()
            .getOctets();
    assertThat(((RSAKey) read(pem("RSA PRIVATE KEY", privateHalf))).toRSAPublicKey())
        .isEqualTo(pair.getPublic());
    assertThat(((RSAKey) read(pem("RSA PUBLIC KEY", publicHalf))).toRSAPublicKey())
        .isEqualTo(pair.getPublic());
  }

  @Test
  void anUnluckySymmetricKeyIsNoJson() {
    assertThat(read("{000000000000000").toJSONString()).contains("\"oct\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{canary}",
        "{\"kty\": \"canary\" }",
        "-----BEGIN PRIVATE KEY-----\ncanary\n-----END PRIVATE KEY-----",
        "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----",
        "-----BEGIN canary-----"
      })
  void whatIsNoKeyIsNotShown(String text) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("canary");
  }
}

package dev.mecha.component.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mecha.spi.crypto.Ciphertext;
import dev.mecha.spi.crypto.CryptoProvider;
import dev.mecha.spi.crypto.KeyUse;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** What the peer's library encrypted and signed with the test keys. */
class OthersVectorsTest {

  private static final byte[] MESSAGE = "A message of no great length.".getBytes(UTF_8);
  private static final byte[] ASSOCIATED = "associated".getBytes(UTF_8);

  private final CryptoProvider provider = TestKeys.provider();

  private static byte[] sequence(int count, int first) {
    byte[] bytes = new byte[count];
    for (int i = 0; i < count; i++) {
      bytes[i] = (byte) (first + i);
    }
    return bytes;
  }

  private static int nonceBytes(String algorithm) {
    if (algorithm.startsWith("RSA") || algorithm.endsWith("KW")) {
      return 0;
    }
    return switch (algorithm) {
      case "A128GCM", "A256GCM", "C20P" -> 12;
      case "XC20P" -> 24;
      default -> 16;
    };
  }

  @ParameterizedTest
  @CsvFileSource(resources = "/ciphertexts.csv", maxCharsPerColumn = 10_000)
  void ciphertextsAreTheSame(String algorithm, String key, String bytes, String tag)
      throws InterruptedException {
    var hex = HexFormat.of();
    var sealed = new Ciphertext(hex.parseHex(bytes), tag == null ? new byte[0] : hex.parseHex(tag));
    boolean wraps = algorithm.endsWith("KW");
    byte[] plain = wraps ? sequence(32, 7) : MESSAGE;
    var use =
        new KeyUse(
            algorithm, key, sequence(nonceBytes(algorithm), 1), wraps ? new byte[0] : ASSOCIATED);
    assertThat(wraps ? provider.unwrapKey(sealed, use) : provider.decrypt(sealed, use))
        .isEqualTo(plain);
    if (!algorithm.startsWith("RSA")) {
      Ciphertext ours = wraps ? provider.wrapKey(plain, use) : provider.encrypt(plain, use);
      assertThat(ours.bytes()).isEqualTo(sealed.bytes());
      assertThat(ours.tag()).isEqualTo(sealed.tag());
    }
  }

  @ParameterizedTest
  @CsvFileSource(resources = "/signatures.csv")
  void signaturesAreGenuine(String algorithm, String key, String signature) throws Exception {
    byte[] digest =
        algorithm.equals("EdDSA") ? MESSAGE : MessageDigest.getInstance("SHA-256").digest(MESSAGE);
    byte[] signed = Base64.getDecoder().decode(signature);
    assertThat(provider.verify(digest, signed, algorithm, key)).isTrue();
    if (algorithm.equals("RS256") || algorithm.equals("EdDSA")) {
      assertThat(provider.sign(digest, algorithm, key)).isEqualTo(signed);
    }
  }
}

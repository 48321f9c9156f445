package dev.mecha.block.crypto.scheme;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mecha.kernel.channel.Body;
import dev.mecha.kernel.registry.Offload;
import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Objects;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** Messages that the peer encrypted with a test key. */
class OthersMessagesTest {

  private static byte[] decrypt(String file) throws IOException, InterruptedException {
    try (InputStream message =
            Objects.requireNonNull(OthersMessagesTest.class.getResourceAsStream(file));
        var offload = new Offload()) {
      return DecryptedBody.of(
              Body.of(message.readAllBytes()),
              "",
              (key, algorithm, name) -> {
                assertThat(algorithm).isEqualTo(KeyAlgorithm.A256KW);
                assertThat(name).isEqualTo("aes256");
                return unwrap(key);
              },
              offload)
          .readAll();
    }
  }

  private static byte[] unwrap(byte[] wrapped) {
    try {
      byte[] key =
          MessageDigest.getInstance("SHA-256").digest("mecha test key aes256 0".getBytes(UTF_8));
      var cipher = Cipher.getInstance("AES/KW/NoPadding");
      cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"));
      return cipher.doFinal(wrapped);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void theyAreDecrypted() throws Exception {
    assertThat(decrypt("small-aes.enc")).asString(UTF_8).isEqualTo("A small file.");
    assertThat(decrypt("empty.enc")).isEmpty();
  }

  @Test
  void theyAreDecryptedOverSeveralSegments() throws Exception {
    byte[] expected = new byte[65_537];
    for (int i = 0; i < expected.length; i++) {
      expected[i] = (byte) (i * 31 + i / 256);
    }
    assertThat(decrypt("two-segments-chacha.enc")).isEqualTo(expected);
  }
}

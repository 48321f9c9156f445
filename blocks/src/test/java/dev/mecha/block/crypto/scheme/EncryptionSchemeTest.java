package dev.mecha.block.crypto.scheme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mecha.kernel.channel.Body;
import dev.mecha.kernel.channel.BodyException;
import dev.mecha.kernel.registry.Offload;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages there and back, and messages that somebody had in hand. */
class EncryptionSchemeTest {

  private static final int SEGMENT = 64 << 10;
  private static final Map<String, Byte> KEYS = Map.of("key", (byte) 0x5a, "other", (byte) 0x33);

  private final Offload offload = new Offload();

  @AfterEach
  void end() {
    offload.close();
  }

  /** Wraps and unwraps: what matters here is that another key gives another result. */
  private static byte[] mask(byte[] key, KeyAlgorithm algorithm, String keyName) {
    Byte mask = KEYS.get(keyName);
    if (mask == null) {
      return new byte[0];
    }
    byte[] masked = key.clone();
    for (int i = 0; i < masked.length; i++) {
      masked[i] ^= mask;
    }
    return masked;
  }

  private static EncryptOptions options(DataCipher cipher) {
    return new EncryptOptions("key", KeyAlgorithm.A256KW, cipher, false, "");
  }

  private byte[] encrypt(byte[] plain, EncryptOptions options) throws InterruptedException {
    return EncryptedBody.of(Body.of(plain), options, EncryptionSchemeTest::mask, offload).readAll();
  }

  private byte[] encrypt(String plain) throws InterruptedException {
    return encrypt(plain.getBytes(StandardCharsets.UTF_8), options(DataCipher.AES_GCM));
  }

  private byte[] decrypt(Body encrypted, String keyName) throws InterruptedException {
    return DecryptedBody.of(encrypted, keyName, EncryptionSchemeTest::mask, offload).readAll();
  }

  private byte[] decrypt(byte[] encrypted) throws InterruptedException {
    return decrypt(Body.of(encrypted), "");
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  private static String header(byte[] encrypted) {
    return new String(encrypted, StandardCharsets.ISO_8859_1);
  }

  @ParameterizedTest
  @CsvSource({
    "AES_GCM, 0",
    "AES_GCM, 1",
    "AES_GCM, 65535",
    "AES_GCM, 65536",
    "AES_GCM, 65537",
    "AES_GCM, 131072",
    "AES_GCM, 300000",
    "CHACHA20_POLY1305, 0",
    "CHACHA20_POLY1305, 65536",
    "CHACHA20_POLY1305, 200001"
  })
  void aMessageComesBack(DataCipher cipher, int size) throws InterruptedException {
    byte[] plain = random(size);
    byte[] encrypted = encrypt(plain, options(cipher));
    assertThat(decrypt(encrypted)).isEqualTo(plain);
    int headerSize = header(encrypted).indexOf('\n', header(encrypted).indexOf("}\n") + 2) + 1;
    int segments = (size + SEGMENT - 1) / SEGMENT;
    assertThat(encrypted).hasSize(headerSize + size + 16 * segments);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 1000, 65_552, 65_553, 1 << 20})
  void itDoesNotMatterInWhichPiecesItComes(int pieceSize) throws InterruptedException {
    byte[] plain = random(200_000);
    byte[] encrypted =
        EncryptedBody.of(
                new Pieces(plain, pieceSize),
                options(DataCipher.AES_GCM),
                EncryptionSchemeTest::mask,
                offload)
            .readAll();
    assertThat(decrypt(new Pieces(encrypted, pieceSize), "")).isEqualTo(plain);
  }

  @Test
  void theHeaderSaysHowItWasDone() throws InterruptedException {
    assertThat(header(encrypt("x")))
        .startsWith("dapr.io/enc/v1\n{\"k\":\"key\",\"kw\":1,\"wfk\":\"")
        .contains("\",\"cph\":1,\"np\":\"");
    var chacha =
        new EncryptOptions(
            "key", KeyAlgorithm.RSA_OAEP_256, DataCipher.CHACHA20_POLY1305, false, "name/2");
    assertThat(header(encrypt(new byte[1], chacha)))
        .contains("{\"k\":\"name/2\",\"kw\":5,")
        .contains("\"cph\":2");
  }

  @Test
  void aMessageThatNamesNoKeyNeedsOneToBeNamed() throws InterruptedException {
    var options =
        new EncryptOptions("key", KeyAlgorithm.A256KW, DataCipher.AES_GCM, true, "ignored");
    byte[] encrypted = encrypt(new byte[] {1, 2}, options);
    assertThat(header(encrypted)).contains("\n{\"kw\":1,");
    assertRefused(
        encrypted, "document's manifest does not contain a key name, and no key name was provided");
    assertThat(decrypt(Body.of(encrypted), "key")).containsExactly(1, 2);
  }

  @Test
  void theCallersKeyNameCounts() throws InterruptedException {
    var options =
        new EncryptOptions("key", KeyAlgorithm.A256KW, DataCipher.AES_GCM, false, "elsewhere");
    byte[] encrypted = encrypt(new byte[] {1}, options);
    assertThat(decrypt(Body.of(encrypted), "key")).containsExactly(1);
    assertRefused(encrypted, "failed to validate the document's signature");
  }

  @Test
  void aWrongKeyLooksLikeNone() throws InterruptedException {
    byte[] encrypted = encrypt("hello");
    for (String key : List.of("other", "absent")) {
      assertThatThrownBy(() -> decrypt(Body.of(encrypted), key))
          .isInstanceOf(SchemeException.class)
          .hasMessage("failed to validate the document's signature");
    }
  }

  @ParameterizedTest
  @EnumSource(DataCipher.class)
  void whateverBitIsChangedItIsNoticed(DataCipher cipher) throws InterruptedException {
    byte[] encrypted = encrypt("A small file.".getBytes(StandardCharsets.UTF_8), options(cipher));
    for (int i = 0; i < encrypted.length; i++) {
      for (int bit = 0; bit < 8; bit++) {
        byte[] tampered = encrypted.clone();
        tampered[i] ^= (byte) (1 << bit);
        assertThatThrownBy(() -> decrypt(tampered))
            .as("byte %d, bit %d", i, bit)
            .isInstanceOfAny(SchemeException.class, BodyException.class);
      }
    }
  }

  @Test
  void whateverIsCutOffIsNoticed() throws InterruptedException {
    byte[] encrypted = encrypt("A small file.");
    int headerSize = encrypted.length - "A small file.".length() - 16;
    for (int size = 0; size < encrypted.length; size++) {
      if (size != headerSize) { // what is left is an empty message: the scheme knows no better
        byte[] cut = Arrays.copyOf(encrypted, size);
        assertThatThrownBy(() -> decrypt(cut))
            .as("%d bytes", size)
            .isInstanceOfAny(SchemeException.class, BodyException.class);
      }
    }
  }

  @Test
  void segmentsThatAreMissingOrChangePlacesAreNoticed() throws InterruptedException {
    byte[] plain = random(3 * SEGMENT);
    byte[] encrypted = encrypt(plain, options(DataCipher.AES_GCM));
    int segment = SEGMENT + 16;
    int start = encrypted.length - 3 * segment;
    assertBreaks(Arrays.copyOf(encrypted, start + 2 * segment), 1);
    assertBreaks(Arrays.copyOf(encrypted, start + segment), 0);
    assertBreaks(Arrays.copyOf(encrypted, encrypted.length - 1), 2);
    assertBreaks(Arrays.copyOf(encrypted, encrypted.length + 1), 2);
    var swapped = new ByteArrayOutputStream();
    swapped.write(encrypted, 0, start);
    swapped.write(encrypted, start + segment, segment);
    swapped.write(encrypted, start, segment);
    swapped.write(encrypted, start + 2 * segment, segment);
    assertBreaks(swapped.toByteArray(), 0);
  }

  private void assertBreaks(byte[] encrypted, int segment) {
    assertThatExceptionOfType(BodyException.class)
        .isThrownBy(() -> decrypt(encrypted))
        .withMessage("error processing segment " + segment + ": failed to decrypt segment");
  }

  @Test
  void nothingOfASegmentIsSeenBeforeItIsProved() throws InterruptedException {
    byte[] encrypted = encrypt(random(2 * SEGMENT), options(DataCipher.AES_GCM));
    encrypted[encrypted.length - 1] ^= 1;
    Body message = DecryptedBody.of(Body.of(encrypted), "", EncryptionSchemeTest::mask, offload);
    assertThat(message.next()).hasSize(SEGMENT);
    assertThatThrownBy(message::next).hasMessageStartingWith("error processing segment 1:");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|invalid header: scheme name not found",
        "dapr.io/enc/v1|invalid header: scheme name not found",
        "dapr.io/enc/v2;{};x;|invalid header: unsupported scheme",
        ";|invalid header: invalid format",
        "dapr.io/enc/v1;;|invalid header: invalid format",
        "dapr.io/enc/v1;{}|invalid header: manifest not found",
        "dapr.io/enc/v1;{};abc|invalid header: message authentication code not found",
        "dapr.io/enc/v1;{};abc;|invalid header: invalid manifest",
        "dapr.io/enc/v1;[];abc;|invalid header: invalid manifest",
        "dapr.io/enc/v1;no;abc;|invalid header: invalid manifest",
        "dapr.io/enc/v1;{\"kw\":9,\"wfk\":\"AA==\",\"cph\":1,\"np\":\"Y3J5cHRvIQ==\"};abc;"
            + "|invalid header: invalid manifest",
        "dapr.io/enc/v1;{\"kw\":1,\"wfk\":\"AA==\",\"cph\":3,\"np\":\"Y3J5cHRvIQ==\"};abc;"
            + "|invalid header: invalid manifest",
        "dapr.io/enc/v1;{\"kw\":1,\"wfk\":\"\",\"cph\":1,\"np\":\"Y3J5cHRvIQ==\"};abc;"
            + "|invalid header: invalid manifest",
        "dapr.io/enc/v1;{\"kw\":1,\"wfk\":\"AA==\",\"cph\":1,\"np\":\"Y3J5cHRv\"};abc;"
            + "|invalid header: invalid manifest"
      })
  void whatIsNoMessageIsRefused(String text, String message) {
    assertRefused(text.replace(';', '\n').getBytes(StandardCharsets.UTF_8), message);
  }

  @Test
  void aHeaderHasAnEnd() {
    byte[] endless = new byte[1 << 20];
    Arrays.fill(endless, (byte) 'x');
    System.arraycopy("dapr.io/enc/v1\n".getBytes(StandardCharsets.UTF_8), 0, endless, 0, 15);
    assertRefused(endless, "invalid header: manifest not found");
    var options =
        new EncryptOptions(
            "key", KeyAlgorithm.A256KW, DataCipher.AES_GCM, false, "n".repeat(66_000));
    assertThatThrownBy(() -> encrypt(new byte[1], options))
        .hasMessage("failed to sign header: header is too long");
  }

  private void assertRefused(byte[] encrypted, String message) {
    assertThatExceptionOfType(SchemeException.class)
        .isThrownBy(() -> decrypt(encrypted))
        .withMessage(message);
  }

  @Test
  void algorithmsAndCiphersHaveNames() {
    assertThat(KeyAlgorithm.of("aes")).isEqualTo(KeyAlgorithm.A256KW);
    assertThat(KeyAlgorithm.of("RSA")).isEqualTo(KeyAlgorithm.RSA_OAEP_256);
    assertThat(KeyAlgorithm.of("a128cbc-nopad")).isEqualTo(KeyAlgorithm.A128CBC_NOPAD);
    assertThat(DataCipher.of("")).isEqualTo(DataCipher.AES_GCM);
    assertThat(DataCipher.of("chacha20-poly1305")).isEqualTo(DataCipher.CHACHA20_POLY1305);
    assertThatThrownBy(() -> KeyAlgorithm.of("foo"))
        .hasMessage("option Algorithm is not valid: algorithm FOO is not supported");
    assertThatThrownBy(() -> DataCipher.of("foo"))
        .hasMessage("option Cipher is not valid: cipher FOO is not supported");
  }

  /** A body that comes in pieces of one size, an empty one before each. */
  private static final class Pieces implements Body {

    private final byte[] bytes;
    private final int size;
    private int taken;
    private boolean gap = true;

    Pieces(byte[] bytes, int size) {
      this.bytes = bytes;
      this.size = size;
    }

    @Override
    public long length() {
      return UNKNOWN;
    }

    @Override
    public boolean arrived() {
      return false;
    }

    @Override
    public byte @Nullable [] next() {
      gap = !gap;
      if (!gap) {
        return new byte[0];
      }
      if (taken == bytes.length) {
        return null;
      }
      int end = Math.min(bytes.length, taken + size);
      byte[] piece = Arrays.copyOfRange(bytes, taken, end);
      taken = end;
      return piece;
    }

    @Override
    public void close() {}
  }
}

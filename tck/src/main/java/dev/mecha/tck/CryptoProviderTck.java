package dev.mecha.tck;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mecha.spi.ComponentException;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.crypto.Ciphertext;
import dev.mecha.spi.crypto.CryptoProvider;
import dev.mecha.spi.crypto.KeyFormat;
import dev.mecha.spi.crypto.KeyUse;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The contract of a {@link CryptoProvider} as a suite: extend it in the component's module, say how
 * the provider is made and what its keys are called, and run it against the real engine. An
 * algorithm that the engine has not is one that {@link #supports} denies.
 */
@Timeout(60)
public abstract class CryptoProviderTck {

  private static final byte[] MESSAGE = "A message of no great length.".getBytes(UTF_8);
  private static final byte[] NOTHING = {};

  /** A folder of this test, made before {@link #metadata()} is asked. */
  @TempDir protected Path folder;

  private CryptoProvider provider;

  /** Keys that every provider under test has. */
  public enum TestKey {
    /** Symmetric, of 16 bytes. */
    AES_128,
    /** Symmetric, of 24 bytes. */
    AES_192,
    /** Symmetric, of 32 bytes. */
    AES_256,
    /** Symmetric, of 48 bytes. */
    OCTETS_384,
    /** Symmetric, of 64 bytes. */
    OCTETS_512,
    /** RSA with 2048 bits at least. */
    RSA,
    /** Elliptic, of the curve P-256. */
    EC,
    /** Of Ed25519. */
    EDWARDS
  }

  /**
   * @return a new instance of what makes the provider
   */
  protected abstract ComponentProvider<CryptoProvider> provider();

  /**
   * Prepares the engine, with all test keys in it, and says how to connect to it.
   *
   * @return the metadata to connect with
   * @throws Exception if the test fails
   */
  protected abstract Map<String, String> metadata() throws Exception;

  /**
   * @param key one of the keys
   * @return what the engine calls it
   */
  protected abstract String name(TestKey key);

  /**
   * @param algorithm as RFC 7518 names it
   * @return whether the engine has it; all by default
   */
  protected boolean supports(String algorithm) {
    return true;
  }

  /**
   * @return the provider under test, opened before each test
   */
  protected final CryptoProvider crypto() {
    return provider;
  }

  @BeforeEach
  final void openProvider() throws Exception {
    ComponentProvider<CryptoProvider> maker = provider();
    provider =
        maker.create(
            ComponentContexts.of(maker.types().getFirst(), folder.resolve("home"))
                .name("crypto")
                .metadata(metadata())
                .context());
  }

  @AfterEach
  final void closeProvider() {
    provider.close();
  }

  private static byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    new Random(count).nextBytes(bytes);
    return bytes;
  }

  private KeyUse use(String algorithm, TestKey key, int nonce, byte[] associated) {
    return new KeyUse(algorithm, name(key), bytes(nonce), associated);
  }

  @Test
  void providerIsAServiceWithKindAndTypes() {
    ComponentProvider<CryptoProvider> maker = provider();
    assertThat(maker.kind()).isEqualTo(CryptoProvider.class);
    assertThat(maker.types())
        .isNotEmpty()
        .allSatisfy(
            type ->
                assertThat(type).startsWith("crypto.").isEqualTo(type.toLowerCase(Locale.ROOT)));
    assertThat(
            ServiceLoader.load(ComponentProvider.class).stream()
                .map(ServiceLoader.Provider::type)
                .anyMatch(maker.getClass()::equals))
        .isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "A128CBC, AES_128, 16, 0",
    "A192CBC, AES_192, 16, 0",
    "A256CBC, AES_256, 16, 0",
    "A128GCM, AES_128, 12, 16",
    "A192GCM, AES_192, 12, 16",
    "A256GCM, AES_256, 12, 16",
    "A128CBC-HS256, AES_256, 16, 16",
    "A192CBC-HS384, OCTETS_384, 16, 24",
    "A256CBC-HS512, OCTETS_512, 16, 32",
    "C20P, AES_256, 12, 16",
    "XC20P, AES_256, 24, 16",
    "RSA1_5, RSA, 0, 0",
    "RSA-OAEP, RSA, 0, 0",
    "RSA-OAEP-256, RSA, 0, 0",
    "RSA-OAEP-384, RSA, 0, 0",
    "RSA-OAEP-512, RSA, 0, 0"
  })
  void aMessageComesBack(String algorithm, TestKey key, int nonce, int tag)
      throws InterruptedException {
    if (!supports(algorithm)) {
      return;
    }
    boolean associates = tag > 0 || algorithm.startsWith("RSA-OAEP");
    KeyUse use = use(algorithm, key, nonce, associates ? bytes(5) : NOTHING);
    Ciphertext sealed = provider.encrypt(MESSAGE, use);
    assertThat(sealed.tag()).hasSize(tag);
    assertThat(new String(sealed.bytes(), UTF_8)).doesNotContain("message");
    assertThat(provider.decrypt(sealed, use)).isEqualTo(MESSAGE);
    if (associates) {
      assertFails(() -> provider.decrypt(sealed, use(algorithm, key, nonce, bytes(6))));
    }
    if (tag > 0) {
      assertTamperingIsNoticed(sealed, use);
    }
  }

  private void assertTamperingIsNoticed(Ciphertext sealed, KeyUse use) {
    for (int i = 0; i < sealed.bytes().length; i++) {
      byte[] tampered = sealed.bytes().clone();
      tampered[i] ^= 1;
      assertFails(() -> provider.decrypt(new Ciphertext(tampered, sealed.tag()), use));
    }
    for (int i = 0; i < sealed.tag().length; i++) {
      byte[] tampered = sealed.tag().clone();
      tampered[i] ^= 1;
      assertFails(() -> provider.decrypt(new Ciphertext(sealed.bytes(), tampered), use));
    }
    byte[] shorter = Arrays.copyOf(sealed.tag(), sealed.tag().length - 1);
    assertFails(() -> provider.decrypt(new Ciphertext(sealed.bytes(), shorter), use));
  }

  @ParameterizedTest
  @CsvSource({
    "A128KW, AES_128, 0",
    "A192KW, AES_192, 0",
    "A256KW, AES_256, 0",
    "A128CBC-NOPAD, AES_128, 16",
    "A256CBC-NOPAD, AES_256, 16",
    "C20PKW, AES_256, 12",
    "XC20PKW, AES_256, 24",
    "RSA-OAEP-256, RSA, 0"
  })
  void aKeyComesBack(String algorithm, TestKey key, int nonce) throws InterruptedException {
    if (!supports(algorithm)) {
      return;
    }
    KeyUse use = use(algorithm, key, nonce, NOTHING);
    byte[] plain = bytes(32);
    Ciphertext wrapped = provider.wrapKey(plain, use);
    assertThat(wrapped.bytes()).isNotEqualTo(plain);
    assertThat(provider.unwrapKey(wrapped, use)).isEqualTo(plain);
    if (algorithm.endsWith("KW")) {
      byte[] tampered = wrapped.bytes().clone();
      tampered[3] ^= 1;
      assertFails(() -> provider.unwrapKey(new Ciphertext(tampered, wrapped.tag()), use));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "RS256, RSA, SHA-256", "RS384, RSA, SHA-384", "RS512, RSA, SHA-512",
    "PS256, RSA, SHA-256", "PS384, RSA, SHA-384", "PS512, RSA, SHA-512",
    "ES256, EC, SHA-256", "EdDSA, EDWARDS, ''"
  })
  void aSignatureIsGenuineOrNot(String algorithm, TestKey key, String hash) throws Exception {
    if (!supports(algorithm)) {
      return;
    }
    byte[] digest = hash.isEmpty() ? MESSAGE : MessageDigest.getInstance(hash).digest(MESSAGE);
    byte[] signature = provider.sign(digest, algorithm, name(key));
    assertThat(provider.verify(digest, signature, algorithm, name(key))).isTrue();
    byte[] other = digest.clone();
    other[0] ^= 1;
    assertThat(provider.verify(other, signature, algorithm, name(key))).isFalse();
    byte[] forged = signature.clone();
    forged[forged.length / 2] ^= 1;
    assertThat(provider.verify(digest, forged, algorithm, name(key))).isFalse();
    assertThat(provider.verify(digest, new byte[] {1, 2, 3}, algorithm, name(key))).isFalse();
  }

  @Test
  void publicKeysAreHandedOutAndSymmetricOnesAreNot() throws InterruptedException {
    for (TestKey key : new TestKey[] {TestKey.RSA, TestKey.EC, TestKey.EDWARDS}) {
      assertThat(provider.publicKey(name(key), KeyFormat.PEM).text())
          .startsWith("-----BEGIN PUBLIC KEY-----\n")
          .endsWith("\n-----END PUBLIC KEY-----\n");
      assertThat(provider.publicKey(name(key), KeyFormat.JSON).text())
          .startsWith("{")
          .contains("\"kty\":")
          .doesNotContain("\"d\":", "\"p\":", "\"dp\":");
    }
    assertFails(() -> provider.publicKey(name(TestKey.AES_256), KeyFormat.JSON));
    assertFails(() -> provider.publicKey("no-such-key", KeyFormat.PEM));
  }

  @Test
  void whatDoesNotFitIsRefused() {
    assertFails(() -> provider.encrypt(MESSAGE, use("A256GCM", TestKey.AES_128, 12, NOTHING)));
    assertFails(() -> provider.encrypt(MESSAGE, use("A256GCM", TestKey.RSA, 12, NOTHING)));
    assertFails(() -> provider.encrypt(MESSAGE, use("A256GCM", TestKey.AES_256, 11, NOTHING)));
    assertFails(() -> provider.encrypt(MESSAGE, use("RSA-OAEP", TestKey.AES_256, 0, NOTHING)));
    assertFails(() -> provider.encrypt(bytes(300), use("RSA-OAEP", TestKey.RSA, 0, NOTHING)));
    assertFails(() -> provider.encrypt(MESSAGE, use("ROT13", TestKey.AES_256, 0, NOTHING)));
    assertFails(() -> provider.encrypt(MESSAGE, KeyUse.of("A256GCM", "no-such-key")));
    assertFails(() -> provider.wrapKey(bytes(15), use("A256KW", TestKey.AES_256, 0, NOTHING)));
    assertFails(() -> provider.sign(bytes(32), "PS256", name(TestKey.AES_256)));
    assertFails(() -> provider.sign(bytes(31), "PS256", name(TestKey.RSA)));
    assertFails(() -> provider.sign(bytes(32), "ES256", name(TestKey.RSA)));
    assertFails(() -> provider.verify(bytes(32), bytes(64), "XX256", name(TestKey.RSA)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"AAECAwQFBgcICQoLDA0ODw==", "AAECAwQFBgcICQoLDA0ODw\n"})
  void keysInBase64AreRead(String text) throws InterruptedException {
    assertThat(provider.readKey(text.getBytes(UTF_8)))
        .containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
  }

  @Test
  void keysAreReadInAllTheirForms() throws InterruptedException {
    assertThat(provider.readKey(new byte[] {1, -1, 3})).containsExactly(1, -1, 3);
    assertThat(
            provider.readKey("{\"kty\":\"oct\",\"k\":\"AAECAwQFBgcICQoLDA0ODw\"}".getBytes(UTF_8)))
        .hasSize(16);
    String pem = provider.publicKey(name(TestKey.RSA), KeyFormat.PEM).text();
    String json = provider.publicKey(name(TestKey.RSA), KeyFormat.JSON).text();
    assertThat(provider.readKey(pem.getBytes(UTF_8)))
        .isEqualTo(provider.readKey(json.getBytes(UTF_8)));
    Stream.of("", "{\"kty\":\"wrong\"}", "-----BEGIN NOTHING-----\n-----END NOTHING-----\n")
        .forEach(text -> assertFails(() -> provider.readKey(text.getBytes(UTF_8))));
  }

  @Test
  void manyThreadsCompute() throws Exception {
    KeyUse use = use("A256GCM", TestKey.AES_256, 12, NOTHING);
    VirtualThreads.run(
        8,
        thread ->
            assertThat(provider.decrypt(provider.encrypt(MESSAGE, use), use)).isEqualTo(MESSAGE));
  }

  @Test
  void openProviderAnswersPings() throws InterruptedException {
    provider.ping();
  }

  @Test
  void closedProviderRefusesCallsAndMayBeClosedAgain() {
    provider.close();
    provider.close();
    assertFails(() -> provider.encrypt(MESSAGE, use("A256GCM", TestKey.AES_256, 12, NOTHING)));
  }

  /** The message of a failure shows no plaintext. */
  private static void assertFails(Attempt attempt) {
    assertThatExceptionOfType(ComponentException.class)
        .isThrownBy(attempt::run)
        .withMessageNotContaining("message of no great length");
  }

  /** What must fail. */
  @FunctionalInterface
  private interface Attempt {
    void run() throws InterruptedException;
  }
}

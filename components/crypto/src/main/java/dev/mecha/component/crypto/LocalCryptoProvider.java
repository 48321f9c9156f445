package dev.mecha.component.crypto;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.crypto.Ciphertext;
import dev.mecha.spi.crypto.CryptoProvider;
import dev.mecha.spi.crypto.KeyFormat;
import dev.mecha.spi.crypto.KeyUse;
import dev.mecha.spi.crypto.PublicKeyText;
import java.security.GeneralSecurityException;

/** Computes in this process with the keys of a source, as far as each key says that it is for. */
public final class LocalCryptoProvider implements CryptoProvider {

  private final KeySource source;
  private volatile boolean closed;

  LocalCryptoProvider(KeySource source) {
    this.source = source;
  }

  @Override
  public PublicKeyText publicKey(String keyName, KeyFormat format) throws InterruptedException {
    JWK key = open().key(keyName);
    if (key instanceof OctetSequenceKey) {
      throw Failure.keyNotFound();
    }
    try {
      return new PublicKeyText(
          keyName,
          switch (format) {
            case PEM -> KeyWriter.pem(key);
            case JSON -> key.toPublicJWK().toJSONString();
          });
    } catch (GeneralSecurityException | JOSEException e) {
      throw new ComponentException("failed to obtain public key", e);
    }
  }

  @Override
  public Ciphertext encrypt(byte[] plaintext, KeyUse use) throws InterruptedException {
    JWK key = key(use.keyName(), "key", KeyOperation.ENCRYPT, use.algorithm());
    return computed("encrypt data", () -> encrypted(plaintext, use, key));
  }

  @Override
  public byte[] decrypt(Ciphertext ciphertext, KeyUse use) throws InterruptedException {
    JWK key = key(use.keyName(), "key", KeyOperation.DECRYPT, use.algorithm());
    return computed("decrypt data", () -> decrypted(ciphertext, use, key));
  }

  @Override
  public byte[] readKey(byte[] text) {
    try {
      return KeyWriter.bytes(KeyReader.read(text));
    } catch (IllegalArgumentException | GeneralSecurityException | JOSEException e) {
      throw new ComponentException("failed to parse plaintext key", e);
    }
  }

  @Override
  public Ciphertext wrapKey(byte[] key, KeyUse use) throws InterruptedException {
    JWK wrapping = key(use.keyName(), "key encryption key", KeyOperation.WRAP_KEY, use.algorithm());
    return computed("encrypt data", () -> encrypted(key, use, wrapping));
  }

  @Override
  public byte[] unwrapKey(Ciphertext wrapped, KeyUse use) throws InterruptedException {
    JWK wrapping =
        key(use.keyName(), "key encryption key", KeyOperation.UNWRAP_KEY, use.algorithm());
    return computed("decrypt data", () -> decrypted(wrapped, use, wrapping));
  }

  @Override
  public byte[] sign(byte[] digest, String algorithm, String keyName) throws InterruptedException {
    JWK key = key(keyName, "key", KeyOperation.SIGN, algorithm);
    return computed("sign message", () -> Signatures.of(algorithm).sign(digest, key));
  }

  @Override
  public boolean verify(byte[] digest, byte[] signature, String algorithm, String keyName)
      throws InterruptedException {
    JWK key = key(keyName, "key", KeyOperation.VERIFY, algorithm);
    return computed(
        "validate the signature", () -> Signatures.of(algorithm).verify(digest, signature, key));
  }

  private static Ciphertext encrypted(byte[] plaintext, KeyUse use, JWK key)
      throws GeneralSecurityException {
    return Ciphers.of(use.algorithm()).encrypt(plaintext, use, key);
  }

  private static byte[] decrypted(Ciphertext ciphertext, KeyUse use, JWK key)
      throws GeneralSecurityException {
    return Ciphers.of(use.algorithm()).decrypt(ciphertext, use, key);
  }

  private JWK key(String name, String what, KeyOperation operation, String algorithm)
      throws InterruptedException {
    JWK key;
    try {
      key = open().key(name);
    } catch (ComponentException e) {
      throw new ComponentException("failed to retrieve the " + what + ": " + e.getMessage(), e);
    }
    if (!isFor(key, operation)) {
      throw new ComponentException(
          "key cannot perform the '" + operation.identifier() + "' operation");
    }
    if (key.getAlgorithm() != null && !key.getAlgorithm().getName().equals(algorithm)) {
      throw new ComponentException("key cannot be used with algorithm '" + algorithm + "'");
    }
    return key;
  }

  /** A key may say what it is for in two ways (RFC 7517, sections 4.2 and 4.3). */
  private static boolean isFor(JWK key, KeyOperation operation) {
    var operations = key.getKeyOperations();
    if (operations != null && !operations.isEmpty() && !operations.contains(operation)) {
      return false;
    }
    if (key.getKeyUse() == null) {
      return true;
    }
    boolean signs = operation == KeyOperation.SIGN || operation == KeyOperation.VERIFY;
    return key.getKeyUse().identifier().equals(signs ? "sig" : "enc");
  }

  private static <T> T computed(String what, Computation<T> computation) {
    try {
      return computation.run();
    } catch (ComponentException e) {
      throw new ComponentException("failed to " + what + ": " + e.getMessage(), e);
    } catch (GeneralSecurityException | JOSEException e) {
      throw new ComponentException(
          "failed to " + what + ": " + Failure.notAuthentic(e).getMessage(), e);
    }
  }

  private KeySource open() {
    if (closed) {
      throw new ComponentException("the provider is closed");
    }
    return source;
  }

  @Override
  public void ping() {
    open().ping();
  }

  @Override
  public void close() {
    closed = true;
    source.close();
  }

  /** Does what takes a key. */
  @FunctionalInterface
  private interface Computation<T> {
    T run() throws GeneralSecurityException, JOSEException;
  }
}

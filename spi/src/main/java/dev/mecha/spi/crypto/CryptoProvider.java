package dev.mecha.spi.crypto;

import dev.mecha.spi.Component;

/**
 * Computes with keys that it does not give away. Everything may be repeated.
 *
 * <p>All methods throw a {@link dev.mecha.spi.ComponentException} if there is no such key, if the
 * key is not for this, if the algorithm is unknown or if the bytes do not fit it; its message holds
 * no key and no plaintext. Callers from outside are not told more than that it failed, so that the
 * message opens no side channel.
 */
public interface CryptoProvider extends Component {

  /**
   * Hands out the public part of an asymmetric key.
   *
   * @param keyName of the key
   * @param format how it is written
   * @return the key
   * @throws dev.mecha.spi.ComponentException if there is none, or if it is symmetric
   * @throws InterruptedException if the calling thread is interrupted
   */
  PublicKeyText publicKey(String keyName, KeyFormat format) throws InterruptedException;

  /**
   * Encrypts a small message.
   *
   * @param plaintext the message
   * @param use key, algorithm and what the algorithm asks for
   * @return the ciphertext, with its tag apart
   * @throws InterruptedException if the calling thread is interrupted
   */
  Ciphertext encrypt(byte[] plaintext, KeyUse use) throws InterruptedException;

  /**
   * Decrypts what {@link #encrypt} made.
   *
   * @param ciphertext the ciphertext and its tag
   * @param use as it was encrypted
   * @return the message
   * @throws dev.mecha.spi.ComponentException also if the tag does not authenticate it
   * @throws InterruptedException if the calling thread is interrupted
   */
  byte[] decrypt(Ciphertext ciphertext, KeyUse use) throws InterruptedException;

  /**
   * Reads a key that somebody brings to be wrapped.
   *
   * @param text a JSON Web Key, PEM, or the bytes of a symmetric key, in base64 or as they are
   * @return the form in which it is wrapped: the bytes of a symmetric key, otherwise DER
   * @throws dev.mecha.spi.ComponentException if it is none of these
   * @throws InterruptedException if the calling thread is interrupted
   */
  byte[] readKey(byte[] text) throws InterruptedException;

  /**
   * Encrypts a key with another one.
   *
   * @param key the key as {@link #readKey} returns it
   * @param use the other key, the algorithm and what it asks for
   * @return the wrapped key, with its tag apart
   * @throws InterruptedException if the calling thread is interrupted
   */
  Ciphertext wrapKey(byte[] key, KeyUse use) throws InterruptedException;

  /**
   * Decrypts what {@link #wrapKey} made.
   *
   * @param wrapped the wrapped key and its tag
   * @param use as it was wrapped
   * @return the key
   * @throws dev.mecha.spi.ComponentException also if it is not authentic
   * @throws InterruptedException if the calling thread is interrupted
   */
  byte[] unwrapKey(Ciphertext wrapped, KeyUse use) throws InterruptedException;

  /**
   * Signs a digest.
   *
   * @param digest made with the algorithm's hash; for {@code EdDSA} the message itself
   * @param algorithm such as {@code PS256}
   * @param keyName of a private key
   * @return the signature; of {@code ES256} and its like in ASN.1
   * @throws InterruptedException if the calling thread is interrupted
   */
  byte[] sign(byte[] digest, String algorithm, String keyName) throws InterruptedException;

  /**
   * Tells whether a signature is genuine.
   *
   * @param digest made with the algorithm's hash; for {@code EdDSA} the message itself
   * @param signature what {@link #sign} returned
   * @param algorithm such as {@code PS256}
   * @param keyName of an asymmetric key
   * @return whether the key's owner signed this digest
   * @throws InterruptedException if the calling thread is interrupted
   */
  boolean verify(byte[] digest, byte[] signature, String algorithm, String keyName)
      throws InterruptedException;
}

package dev.mecha.block.crypto.provider;

import dev.mecha.spi.crypto.Ciphertext;
import dev.mecha.spi.crypto.CryptoProvider;
import dev.mecha.spi.crypto.KeyFormat;
import dev.mecha.spi.crypto.KeyUse;
import dev.mecha.spi.crypto.PublicKeyText;

/** A provider all of whose calls are made in one way. */
abstract class SurroundedCryptoProvider implements CryptoProvider {

  /** What is decorated. */
  protected final CryptoProvider inner;

  SurroundedCryptoProvider(CryptoProvider inner) {
    this.inner = inner;
  }

  /** Makes a call of {@link #inner}. */
  abstract <T> T call(Call<T> call) throws InterruptedException;

  @Override
  public PublicKeyText publicKey(String keyName, KeyFormat format) throws InterruptedException {
    return call(() -> inner.publicKey(keyName, format));
  }

  @Override
  public Ciphertext encrypt(byte[] plaintext, KeyUse use) throws InterruptedException {
    return call(() -> inner.encrypt(plaintext, use));
  }

  @Override
  public byte[] decrypt(Ciphertext ciphertext, KeyUse use) throws InterruptedException {
    return call(() -> inner.decrypt(ciphertext, use));
  }

  /** Asks no engine: no policy is for it. */
  @Override
  public byte[] readKey(byte[] text) throws InterruptedException {
    return inner.readKey(text);
  }

  @Override
  public Ciphertext wrapKey(byte[] key, KeyUse use) throws InterruptedException {
    return call(() -> inner.wrapKey(key, use));
  }

  @Override
  public byte[] unwrapKey(Ciphertext wrapped, KeyUse use) throws InterruptedException {
    return call(() -> inner.unwrapKey(wrapped, use));
  }

  @Override
  public byte[] sign(byte[] digest, String algorithm, String keyName) throws InterruptedException {
    return call(() -> inner.sign(digest, algorithm, keyName));
  }

  @Override
  public boolean verify(byte[] digest, byte[] signature, String algorithm, String keyName)
      throws InterruptedException {
    return call(() -> inner.verify(digest, signature, algorithm, keyName));
  }

  @Override
  public boolean neverHoldsCarrier() {
    return inner.neverHoldsCarrier();
  }

  @Override
  public void ping() throws InterruptedException {
    inner.ping();
  }

  @Override
  public void close() {
    inner.close();
  }

  /**
   * One call.
   *
   * @param <T> what it returns
   */
  @FunctionalInterface
  interface Call<T> {
    T run() throws InterruptedException;
  }
}

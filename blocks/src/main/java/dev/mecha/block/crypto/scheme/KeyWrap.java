package dev.mecha.block.crypto.scheme;

/** Wraps or unwraps the key of a message with a key that somebody else keeps. */
@FunctionalInterface
public interface KeyWrap {

  /**
   * @param key the key, plain or wrapped
   * @param algorithm how it is or gets wrapped
   * @param keyName of the other key
   * @return the key, wrapped or plain
   * @throws InterruptedException if the calling thread is interrupted
   */
  byte[] apply(byte[] key, KeyAlgorithm algorithm, String keyName) throws InterruptedException;
}

package dev.mecha.block.crypto.scheme;

import dev.mecha.kernel.channel.BodyException;
import dev.mecha.kernel.registry.Offload;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.SecretKey;

/**
 * Encrypts or decrypts the segments of one message in their order. A segment of some size is
 * computed away from the threads that serve the network.
 */
final class SegmentCipher {

  /** The size of a segment before it is encrypted. */
  static final int PLAIN_BYTES = 64 << 10;

  /** The size of its tag. */
  static final int TAG_BYTES = 16;

  /** What takes about as long as the way to another thread. */
  private static final int INLINE_BYTES = 8 << 10;

  private static final int NONCE_BYTES = 12;

  private final int mode;
  private final DataCipher algorithm;
  private final SecretKey key;
  private final byte[] noncePrefix;
  private final Cipher cipher;
  private final Offload offload;
  private long number;

  private SegmentCipher(int mode, FileKey key, Manifest manifest, Offload offload) {
    this.mode = mode;
    this.algorithm = manifest.cipher();
    this.key = key.payloadKey(manifest);
    this.noncePrefix = manifest.noncePrefix();
    this.offload = offload;
    try {
      this.cipher = Cipher.getInstance(algorithm.transformation());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK lacks " + algorithm.transformation(), e);
    }
  }

  static SegmentCipher encrypting(FileKey key, Manifest manifest, Offload offload) {
    return new SegmentCipher(Cipher.ENCRYPT_MODE, key, manifest, offload);
  }

  static SegmentCipher decrypting(FileKey key, Manifest manifest, Offload offload) {
    return new SegmentCipher(Cipher.DECRYPT_MODE, key, manifest, offload);
  }

  /**
   * Takes the next segment through the cipher.
   *
   * @param last whether it is the last one
   * @throws BodyException if it is not authentic
   */
  byte[] apply(byte[] segment, boolean last) throws InterruptedException {
    long current = number++;
    if (current > 0xffffffffL) {
      throw new BodyException("input stream is too large");
    }
    byte[] nonce =
        ByteBuffer.allocate(NONCE_BYTES)
            .put(noncePrefix)
            .putInt((int) current)
            .put((byte) (last ? 1 : 0))
            .array();
    try {
      return segment.length <= INLINE_BYTES
          ? compute(segment, nonce)
          : offload.call(() -> compute(segment, nonce));
    } catch (BodyException e) {
      throw new BodyException("error processing segment " + current + ": " + e.getMessage(), e);
    }
  }

  private byte[] compute(byte[] segment, byte[] nonce) {
    try {
      cipher.init(mode, key, algorithm.parameters(nonce));
      return cipher.doFinal(segment);
    } catch (BadPaddingException | IllegalBlockSizeException e) {
      throw new BodyException("failed to decrypt segment", e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK refuses its own parameters", e);
    }
  }
}

package dev.mecha.block.crypto.scheme;

import dev.mecha.kernel.channel.Body;
import dev.mecha.kernel.registry.Offload;
import org.jspecify.annotations.Nullable;

/** A message on its way out, encrypted: the header first, then one segment after the other. */
public final class EncryptedBody implements Body {

  private final Body plain;
  private final Segments segments;
  private final SegmentCipher cipher;
  private byte @Nullable [] header;

  private EncryptedBody(Body plain, byte[] header, SegmentCipher cipher) {
    this.plain = plain;
    this.header = header;
    this.cipher = cipher;
    this.segments = new Segments(new byte[0], plain, SegmentCipher.PLAIN_BYTES);
  }

  /**
   * Makes a key for a message and wraps it.
   *
   * @param plain the message; closed with this body
   * @param options what the caller wants
   * @param wrap wraps the key of the message
   * @param offload for segments that take time
   * @return the encrypted message
   * @throws SchemeException if the header grows too long
   * @throws InterruptedException if the calling thread is interrupted
   */
  public static Body of(Body plain, EncryptOptions options, KeyWrap wrap, Offload offload)
      throws InterruptedException {
    FileKey key = FileKey.random();
    byte[] wrapped = wrap.apply(key.bytes(), options.algorithm(), options.keyName());
    var manifest =
        new Manifest(
            options.manifestKeyName(),
            options.algorithm(),
            wrapped,
            options.cipher(),
            FileKey.randomBytes(Manifest.NONCE_PREFIX_BYTES));
    return new EncryptedBody(
        plain, Header.write(manifest, key), SegmentCipher.encrypting(key, manifest, offload));
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
  public byte @Nullable [] next() throws InterruptedException {
    byte[] first = header;
    if (first != null) {
      header = null;
      return first;
    }
    byte[] segment = segments.next();
    return segment == null ? null : cipher.apply(segment, segments.isAtEnd());
  }

  @Override
  public void close() {
    plain.close();
  }
}

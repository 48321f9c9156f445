package dev.mecha.block.crypto.scheme;

import dev.mecha.kernel.channel.Body;
import dev.mecha.kernel.registry.Offload;
import org.jspecify.annotations.Nullable;

/** A message on its way out, decrypted: no byte of a segment is seen before all of it is proved. */
public final class DecryptedBody implements Body {

  private final Body encrypted;
  private final Segments segments;
  private final SegmentCipher cipher;

  private DecryptedBody(Body encrypted, byte[] first, SegmentCipher cipher) {
    this.encrypted = encrypted;
    this.cipher = cipher;
    this.segments =
        new Segments(first, encrypted, SegmentCipher.PLAIN_BYTES + SegmentCipher.TAG_BYTES);
  }

  /**
   * Reads the header of a message and unwraps its key.
   *
   * @param encrypted the message; closed with this body
   * @param keyName of the key to unwrap with; empty for the one that the message names
   * @param unwrap unwraps the key of the message; what it returns is taken for no key if it has not
   *     its size, so that the failure looks like any other
   * @param offload for segments that take time
   * @return the message
   * @throws SchemeException if it has no header, or one that is not authentic
   * @throws InterruptedException if the calling thread is interrupted
   */
  public static Body of(Body encrypted, String keyName, KeyWrap unwrap, Offload offload)
      throws InterruptedException {
    Header header = Header.read(encrypted);
    Manifest manifest = Manifest.parse(header.manifest());
    String name = keyName.isEmpty() ? manifest.keyName() : keyName;
    if (name.isEmpty()) {
      throw new SchemeException(
          "document's manifest does not contain a key name, and no key name was provided");
    }
    byte[] unwrapped = unwrap.apply(manifest.wrappedKey(), manifest.algorithm(), name);
    FileKey key =
        FileKey.of(unwrapped.length == FileKey.BYTES ? unwrapped : new byte[FileKey.BYTES]);
    if (!key.isMacOf(Header.lines(header.manifest()), header.mac())) {
      throw new SchemeException("failed to validate the document's signature");
    }
    return new DecryptedBody(
        encrypted, header.rest(), SegmentCipher.decrypting(key, manifest, offload));
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
    byte[] segment = segments.next();
    return segment == null ? null : cipher.apply(segment, segments.isAtEnd());
  }

  @Override
  public void close() {
    encrypted.close();
  }
}

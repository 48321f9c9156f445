package dev.mecha.component.middleware;

import dev.mecha.spi.middleware.HttpBody;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Another body in upper case. A character that a piece cuts in two waits for the next piece. */
final class UppercaseBody implements HttpBody {

  private static final byte[] NOTHING = {};

  private final HttpBody body;
  private byte[] cut = NOTHING;

  UppercaseBody(HttpBody body) {
    this.body = body;
  }

  /** Some characters are longer in upper case, so only a body without any has a known length. */
  @Override
  public long length() {
    return body.length() == 0 ? 0 : UNKNOWN;
  }

  @Override
  public boolean arrived() {
    return body.arrived();
  }

  @Override
  public byte @Nullable [] next() throws InterruptedException {
    while (true) {
      byte[] piece = body.next();
      if (piece == null) {
        return rest();
      }
      byte[] whole = cut.length == 0 ? piece : joined(piece);
      int end = whole.length - unfinished(whole);
      cut = Arrays.copyOfRange(whole, end, whole.length);
      if (end > 0) {
        return upper(whole, end);
      }
    }
  }

  private byte @Nullable [] rest() {
    byte[] left = cut;
    cut = NOTHING;
    return left.length == 0 ? null : left;
  }

  private byte[] joined(byte[] piece) {
    byte[] both = Arrays.copyOf(cut, cut.length + piece.length);
    System.arraycopy(piece, 0, both, cut.length, piece.length);
    return both;
  }

  /** Returns how many bytes at the end begin a character of UTF-8 that is not complete. */
  private static int unfinished(byte[] bytes) {
    for (int back = 1; back <= Math.min(3, bytes.length); back++) {
      int b = bytes[bytes.length - back] & 0xff;
      if (b >= 0xc0) {
        int needed = b >= 0xf0 ? 4 : b >= 0xe0 ? 3 : 2;
        return back < needed ? back : 0;
      }
      if (b < 0x80) {
        return 0;
      }
    }
    return 0;
  }

  /** One character becomes one character, as for the peer. */
  private static byte[] upper(byte[] bytes, int length) {
    var text = new StringBuilder(length);
    new String(bytes, 0, length, StandardCharsets.UTF_8)
        .codePoints()
        .map(Character::toUpperCase)
        .forEach(text::appendCodePoint);
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    body.close();
  }
}

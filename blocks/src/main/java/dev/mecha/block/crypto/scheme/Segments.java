package dev.mecha.block.crypto.scheme;

import dev.mecha.kernel.channel.Body;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a message into pieces of one size. Only the last one may be shorter, and which one that is
 * is known when it is taken: each waits for the first byte of the next.
 */
final class Segments {

  private static final byte[] NOTHING = {};

  private final Body message;
  private final int size;
  private byte[] piece;
  private int taken;
  private boolean ended;

  /**
   * @param first what was read of the message already
   * @param message the rest
   * @param size of the pieces, in bytes
   */
  Segments(byte[] first, Body message, int size) {
    this.piece = first;
    this.message = message;
    this.size = size;
  }

  /** Waits for the next one; null at the end. A message of nothing has none. */
  byte @Nullable [] next() throws InterruptedException {
    if (isAtEnd()) {
      return null;
    }
    byte[] segment = take(size);
    if (segment.length == size || isAtEnd()) {
      return segment;
    }
    int filled = segment.length;
    segment = Arrays.copyOf(segment, size);
    while (filled < size && !isAtEnd()) {
      byte[] more = take(size - filled);
      System.arraycopy(more, 0, segment, filled, more.length);
      filled += more.length;
    }
    return filled == size ? segment : Arrays.copyOf(segment, filled);
  }

  private byte[] take(int atMost) {
    int start = taken;
    taken = Math.min(piece.length, start + atMost);
    return start == 0 && taken == piece.length ? piece : Arrays.copyOfRange(piece, start, taken);
  }

  /** Whether {@link #next} has nothing more; waits until that is known. */
  boolean isAtEnd() throws InterruptedException {
    while (taken == piece.length && !ended) {
      byte[] next = message.next();
      ended = next == null;
      piece = next == null ? NOTHING : next;
      taken = 0;
    }
    return taken == piece.length;
  }
}

package dev.mecha.spi.middleware;

import dev.mecha.spi.ComponentException;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A body on its way, taken piece by piece. What nobody takes stays with its sender. For use by one
 * thread at a time, except for {@link #close}.
 */
public interface HttpBody extends AutoCloseable {

  /** The length of a body whose end is not known before it comes. */
  long UNKNOWN = -1;

  /**
   * @param bytes not copied
   * @return a body that is there
   */
  static HttpBody of(byte[] bytes) {
    return new WholeBody(bytes);
  }

  /**
   * @return the number of bytes in all, whether taken or not, or {@link #UNKNOWN}
   */
  long length();

  /**
   * Tells whether the whole of it has arrived, so that {@link #next} need not wait.
   *
   * @return false if some of it may still be on its way
   */
  boolean arrived();

  /**
   * Takes the next piece. Waits for it if need be.
   *
   * @return some bytes, which belong to the caller then; null at the end
   * @throws RuntimeException if the body ends before its time
   * @throws InterruptedException if the request was cancelled
   */
  byte @Nullable [] next() throws InterruptedException;

  /**
   * Takes all that has not been taken.
   *
   * @param max the most bytes that are held in memory
   * @return the bytes; empty at the end
   * @throws ComponentException if there are more
   * @throws InterruptedException if the request was cancelled
   */
  default byte[] readAtMost(long max) throws InterruptedException {
    var all = new ByteArrayOutputStream();
    for (byte[] piece = next(); piece != null; piece = next()) {
      if (all.size() + (long) piece.length > max) {
        throw new ComponentException("body: larger than " + max + " bytes");
      }
      all.writeBytes(piece);
    }
    return all.toByteArray();
  }

  /** Gives up what has not been taken. Idempotent; any thread. */
  @Override
  void close();
}

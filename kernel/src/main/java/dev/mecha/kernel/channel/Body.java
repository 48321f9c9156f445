package dev.mecha.kernel.channel;

import dev.mecha.spi.middleware.HttpBody;
import org.jspecify.annotations.Nullable;

/**
 * A body on its way. Whoever holds it takes its pieces one by one and closes it; what it does not
 * take stays with the sender, so that a slow reader holds the sender up and fills no memory. For
 * use by one thread at a time, except for {@link #close}.
 */
public interface Body extends HttpBody {

  /** The length of a body whose end is not known before it comes. */
  long UNKNOWN = HttpBody.UNKNOWN;

  /**
   * Makes a body of bytes that are there.
   *
   * @param bytes not copied
   * @return the body
   */
  static Body of(byte[] bytes) {
    return new Bytes(bytes);
  }

  /**
   * Makes a body of nothing.
   *
   * @return the body
   */
  static Body empty() {
    return new Bytes(Bodies.NOTHING);
  }

  /**
   * @return the number of bytes in all, whether taken or not, or {@link #UNKNOWN}
   */
  @Override
  long length();

  /**
   * Tells whether the whole of it has arrived, so that {@link #next} need not wait.
   *
   * @return false if some of it may still be on its way
   */
  @Override
  boolean arrived();

  /**
   * Takes the next piece. Waits for it if need be.
   *
   * @return some bytes, which belong to the caller then; null at the end
   * @throws BodyException if the body ends before its time or is larger than allowed
   * @throws InterruptedException if the request was cancelled
   */
  @Override
  byte @Nullable [] next() throws InterruptedException;

  /**
   * Takes all that has not been taken.
   *
   * @return the bytes; empty at the end
   * @throws BodyException as {@link #next}
   * @throws InterruptedException if the request was cancelled
   */
  default byte[] readAll() throws InterruptedException {
    return Bodies.readAll(this);
  }

  /** Gives up what has not been taken. Idempotent; any thread. */
  @Override
  void close();
}

package dev.mecha.transport.flow;

import dev.mecha.kernel.channel.Body;
import dev.mecha.kernel.channel.BodyException;
import io.netty.buffer.Unpooled;
import io.vertx.core.AsyncResult;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import io.vertx.core.streams.WriteStream;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A body on its way from a virtual thread to the wire. Each piece goes out at once; who writes
 * waits while too much is on its way.
 */
public final class Outlet {

  /** Bytes that may be on their way to the system's buffers. */
  private static final int ON_THE_WAY = 128 << 10;

  private final WriteStream<Buffer> sink;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition moved = lock.newCondition();
  private long onTheWay;
  private long taken;
  private @Nullable Throwable failure;

  /**
   * @param sink where to
   */
  public Outlet(WriteStream<Buffer> sink) {
    this.sink = sink;
  }

  /**
   * Writes a body up to its end, which is left for the caller to write.
   *
   * @param body not closed
   * @throws BodyException if the body breaks off, has not the length that it told, or cannot be
   *     written
   * @throws InterruptedException if the caller was interrupted
   */
  public void write(Body body) throws InterruptedException {
    long length = body.length();
    for (byte[] piece = body.next(); piece != null; piece = body.next()) {
      if (length >= 0 && taken() + piece.length > length) {
        throw new BodyException("the body is longer than " + length + " bytes");
      }
      write(piece);
    }
    if (length >= 0 && taken() < length) {
      throw new BodyException("the body ended after " + taken() + " of " + length + " bytes");
    }
  }

  private void write(byte[] piece) throws InterruptedException {
    awaitRoom(piece.length);
    sink.write(BufferInternal.buffer(Unpooled.wrappedBuffer(piece)))
        .onComplete(done -> written(piece.length, done));
  }

  private void awaitRoom(int bytes) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (onTheWay > 0 && onTheWay + bytes > ON_THE_WAY && failure == null) {
        moved.await();
      }
      if (failure != null) {
        throw new BodyException("the receiver is gone", failure);
      }
      onTheWay += bytes;
      taken += bytes;
    } finally {
      lock.unlock();
    }
  }

  private void written(int bytes, AsyncResult<Void> done) {
    lock.lock();
    try {
      onTheWay -= bytes;
      if (done.failed()) {
        failure = done.cause();
      }
      moved.signal();
    } finally {
      lock.unlock();
    }
  }

  /**
   * @return whether writing has failed; any thread
   */
  public boolean receiverGone() {
    lock.lock();
    try {
      return failure != null;
    } finally {
      lock.unlock();
    }
  }

  /**
   * @return how many bytes were handed to the wire; any thread
   */
  public long taken() {
    lock.lock();
    try {
      return taken;
    } finally {
      lock.unlock();
    }
  }
}

package dev.mecha.transport.flow;

import dev.mecha.kernel.channel.BodyException;
import io.netty.buffer.ByteBuf;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import io.vertx.core.streams.ReadStream;
import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A body on its way from the event loop to a virtual thread. A little is taken in ahead of time;
 * more only when that has been read, so that a body nobody reads fills the sender's buffers and not
 * ours.
 */
public final class Inlet {

  /** Bytes taken in before anybody asks for them. */
  private static final int AHEAD = 64 << 10;

  private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

  private final ReadStream<Buffer> source;
  private final long max;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private final ArrayDeque<Buffer> chunks = new ArrayDeque<>();
  private long buffered;
  private long received;
  private boolean ended;
  private boolean paused;
  private boolean wantedWhole;
  private @Nullable BodyException failure;

  /**
   * Begins empty.
   *
   * @param source is paused and resumed as need be; the caller passes on what comes out of it
   * @param max the largest body; 0 or less for no limit
   */
  public Inlet(ReadStream<Buffer> source, long max) {
    this.source = source;
    this.max = max > 0 ? max : Long.MAX_VALUE;
  }

  /**
   * Takes a piece in. On the event loop.
   *
   * @param chunk not copied, and the reader's in the end; not from a pool
   */
  public void add(Buffer chunk) {
    lock.lock();
    try {
      if (failure == null && chunk.length() > 0) {
        keep(chunk);
      }
    } finally {
      lock.unlock();
    }
  }

  private void keep(Buffer chunk) {
    received += chunk.length();
    if (received > max || buffered + chunk.length() > LARGEST_ARRAY) {
      drop();
      fail(new BodyException("stream too large"));
      pause();
      return;
    }
    chunks.addLast(chunk);
    buffered += chunk.length();
    if (!wantedWhole) {
      arrived.signal();
      if (buffered >= AHEAD) {
        pause();
      }
    }
  }

  private void pause() {
    paused = true;
    source.pause();
  }

  private void drop() {
    chunks.clear();
    buffered = 0;
  }

  /** Notes that all has come. On the event loop. */
  public void end() {
    lock.lock();
    try {
      ended = true;
      arrived.signal();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Notes that no more will come, unless all has come. What has come before can still be read piece
   * by piece.
   *
   * @param reason why
   */
  public void breakOff(BodyException reason) {
    lock.lock();
    try {
      if (!ended) {
        fail(reason);
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Gives up what has not been read. Whoever still reads is told so.
   *
   * @return whether all had come
   */
  public boolean giveUp() {
    lock.lock();
    try {
      drop();
      if (!ended) {
        fail(new BodyException("the body was given up"));
      }
      return ended;
    } finally {
      lock.unlock();
    }
  }

  private void fail(BodyException reason) {
    if (failure == null) {
      failure = reason;
    }
    arrived.signal();
  }

  /**
   * @return whether all has come, read or not
   */
  public boolean ended() {
    lock.lock();
    try {
      return ended;
    } finally {
      lock.unlock();
    }
  }

  /**
   * @return the number of bytes that have come
   */
  public long received() {
    lock.lock();
    try {
      return received;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Reads all that has come since, as one piece. Waits if there is nothing.
   *
   * @return the piece, which is the caller's; null at the end
   * @throws BodyException if the body broke off before its end
   * @throws InterruptedException if the caller was interrupted
   */
  public byte @Nullable [] next() throws InterruptedException {
    byte[] piece;
    boolean resume;
    lock.lockInterruptibly();
    try {
      while (chunks.isEmpty() && !ended && failure == null) {
        arrived.await();
      }
      if (chunks.isEmpty()) {
        failIfFailed();
        return null;
      }
      piece = takeAll();
      resume = paused;
      paused = false;
    } finally {
      lock.unlock();
    }
    resumeIf(resume);
    return piece;
  }

  /**
   * Reads everything that has not been read yet.
   *
   * @return the bytes, which are the caller's
   * @throws BodyException if the body broke off before its end
   * @throws InterruptedException if the caller was interrupted
   */
  public byte[] readAll() throws InterruptedException {
    resumeIf(wantWhole());
    lock.lockInterruptibly();
    try {
      while (!ended && failure == null) {
        arrived.await();
      }
      failIfFailed();
      return takeAll();
    } finally {
      lock.unlock();
    }
  }

  private boolean wantWhole() {
    lock.lock();
    try {
      wantedWhole = true;
      boolean resume = paused;
      paused = false;
      return resume;
    } finally {
      lock.unlock();
    }
  }

  /** The wire is told without the lock: nobody shall wait for it on the event loop. */
  private void resumeIf(boolean resume) {
    if (resume) {
      source.resume();
    }
  }

  private void failIfFailed() {
    if (failure != null) {
      throw new BodyException(String.valueOf(failure.getMessage()), failure);
    }
  }

  /** The array itself where it holds nothing else: what comes in is not copied for its reader. */
  private static byte[] bytes(Buffer chunk) {
    ByteBuf content = ((BufferInternal) chunk).getByteBuf();
    return content.hasArray()
            && content.arrayOffset() + content.readerIndex() == 0
            && content.array().length == content.readableBytes()
        ? content.array()
        : chunk.getBytes();
  }

  private byte[] takeAll() {
    if (chunks.size() == 1) {
      buffered = 0;
      return bytes(chunks.removeFirst());
    }
    byte[] all = new byte[(int) buffered];
    int at = 0;
    for (Buffer chunk = chunks.pollFirst(); chunk != null; chunk = chunks.pollFirst()) {
      chunk.getBytes(all, at);
      at += chunk.length();
    }
    buffered = 0;
    return all;
  }
}

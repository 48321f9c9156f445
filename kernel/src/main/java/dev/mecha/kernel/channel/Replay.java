package dev.mecha.kernel.channel;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A body that may be sent several times. Its pieces are kept as they pass, up to a bound: beyond it
 * the body goes on, but only once.
 */
public final class Replay implements AutoCloseable {

  private final Body source;
  private final long bound;
  private final ReentrantLock lock = new ReentrantLock();
  private final List<byte[]> kept = new ArrayList<>();
  private long bytes;
  private volatile boolean beyond;
  private boolean ended;

  /**
   * @param source the body; closed with this object
   * @param bound how many bytes may be kept
   */
  public Replay(Body source, long bound) {
    this.source = source;
    this.bound = bound;
    this.beyond = source.length() > bound;
  }

  /**
   * @return whether the body can be sent once more, from its beginning
   */
  public boolean repeatable() {
    // Without the lock, which is held while the sender of the body is waited for.
    return !beyond;
  }

  /**
   * Begins to send it. What was begun before ends: its reader is told so.
   *
   * @return the body from its beginning; to be closed
   */
  public Body attempt() {
    return new Attempt();
  }

  @Override
  public void close() {
    source.close();
  }

  private byte @Nullable [] piece(int index) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      if (index < kept.size()) {
        return kept.get(index);
      }
      if (ended) {
        return null;
      }
      byte[] next = source.next();
      if (next == null) {
        ended = true;
      } else {
        keep(next);
      }
      return next;
    } finally {
      lock.unlock();
    }
  }

  private void keep(byte[] piece) {
    bytes += piece.length;
    if (beyond || bytes > bound) {
      beyond = true;
      kept.clear();
    } else {
      kept.add(piece);
    }
  }

  private final class Attempt implements Body {

    private int taken;
    private volatile boolean closed;

    @Override
    public long length() {
      return source.length();
    }

    @Override
    public boolean arrived() {
      return source.arrived();
    }

    @Override
    public byte @Nullable [] next() throws InterruptedException {
      if (closed) {
        throw new BodyException("the request was given up");
      }
      // Once nothing is kept any more, the attempt that got this far goes on with the source.
      return piece(taken++);
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}

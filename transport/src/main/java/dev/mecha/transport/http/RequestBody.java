package dev.mecha.transport.http;

import dev.mecha.kernel.channel.Body;
import dev.mecha.kernel.error.ApiError;
import dev.mecha.kernel.error.ErrorCategory;
import io.grpc.Status;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request on its way from the event loop to the virtual thread. A little is taken in
 * ahead of time; more only while the virtual thread asks for it, so that a body nobody reads fills
 * the client's buffers and not ours.
 */
final class RequestBody {

  /** Bytes taken in before anybody asks for them. */
  private static final int AHEAD = 64 << 10;

  /**
   * Bytes of a body nobody wants that are read for the sake of the next request; as Go's server.
   */
  private static final int THROWN_AWAY = 256 << 10;

  private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

  private final HttpServerRequest request;
  private final long max;
  private final boolean expectsContinue;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private final ArrayDeque<Buffer> chunks = new ArrayDeque<>();
  private long buffered;
  private long received;
  private boolean ended;
  private boolean paused;
  private boolean wantedWhole;
  private boolean continued;
  private @Nullable ApiError failure;
  private @Nullable Runnable tooMuch;
  private long thrownAway;

  /**
   * Begins to take in a body. On the event loop, before the request's handler returns.
   *
   * @param request the request
   * @param max the largest body; 0 or less for no limit
   */
  RequestBody(HttpServerRequest request, long max) {
    this.request = request;
    this.max = max > 0 ? max : Long.MAX_VALUE;
    this.expectsContinue = request.headers().contains(HttpHeaders.EXPECT);
    if (mayComeWith(request)) {
      request.handler(this::add).endHandler(end -> end()).exceptionHandler(e -> breakOff());
    } else {
      ended = true;
    }
  }

  private static boolean mayComeWith(HttpServerRequest request) {
    if (request.version() == HttpVersion.HTTP_2) {
      return true;
    }
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    return length == null
        ? request.headers().contains(HttpHeaders.TRANSFER_ENCODING)
        : !length.equals("0");
  }

  private void add(Buffer chunk) {
    lock.lock();
    try {
      if (tooMuch != null) {
        throwAway(chunk, tooMuch);
      } else if (failure == null) {
        keep(chunk);
      }
    } finally {
      lock.unlock();
    }
  }

  private void keep(Buffer chunk) {
    received += chunk.length();
    if (received > max || buffered + chunk.length() > LARGEST_ARRAY) {
      chunks.clear();
      fail("stream too large");
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

  private void throwAway(Buffer chunk, Runnable tooMuch) {
    thrownAway += chunk.length();
    if (thrownAway > THROWN_AWAY) {
      pause();
      tooMuch.run();
    }
  }

  private void pause() {
    paused = true;
    request.pause();
  }

  private void end() {
    lock.lock();
    try {
      ended = true;
      arrived.signal();
    } finally {
      lock.unlock();
    }
  }

  private void breakOff() {
    lock.lock();
    try {
      if (!ended) {
        fail("unexpected EOF");
      }
    } finally {
      lock.unlock();
    }
  }

  private void fail(String reason) {
    failure =
        ApiError.simple(
            400,
            Status.Code.INVALID_ARGUMENT,
            "ERR_BODY_READ",
            ErrorCategory.COMMON,
            "failed to read request body: " + reason);
    arrived.signal();
  }

  /** Returns the number of bytes that have come. */
  long received() {
    lock.lock();
    try {
      return received;
    } finally {
      lock.unlock();
    }
  }

  /** Reads everything that has not been read yet. On the request's virtual thread. */
  byte[] readAll() throws InterruptedException {
    askFor(true);
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

  /** Reads the next piece, or returns null at the end. On the request's virtual thread. */
  @Nullable Buffer readNext() throws InterruptedException {
    askFor(false);
    lock.lockInterruptibly();
    try {
      while (chunks.isEmpty() && !ended && failure == null) {
        arrived.await();
      }
      failIfFailed();
      Buffer chunk = chunks.pollFirst();
      if (chunk != null) {
        buffered -= chunk.length();
      }
      return chunk;
    } finally {
      lock.unlock();
    }
  }

  /** Returns this body as handlers pass it on. */
  Body asBody() {
    return new Body() {
      @Override
      public long length() {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return length == null ? (arrived() ? received() : UNKNOWN) : Long.parseLong(length);
      }

      @Override
      public boolean arrived() {
        lock.lock();
        try {
          return ended;
        } finally {
          lock.unlock();
        }
      }

      @Override
      public byte @Nullable [] next() throws InterruptedException {
        Buffer chunk = readNext();
        return chunk == null ? null : chunk.getBytes();
      }

      @Override
      public void close() {
        // What is left is given up when the answer is written.
      }
    };
  }

  /**
   * Lets more come. The wire is told without the lock: nobody shall wait for it on the event loop.
   */
  private void askFor(boolean whole) {
    boolean goOn;
    boolean resume;
    lock.lock();
    try {
      wantedWhole = whole;
      goOn = expectsContinue && !continued && !ended;
      continued |= goOn;
      resume = paused && (whole || buffered <= AHEAD / 2);
      paused &= !resume;
    } finally {
      lock.unlock();
    }
    if (goOn) {
      request.response().writeContinue();
    }
    if (resume) {
      request.resume();
    }
  }

  private void failIfFailed() {
    if (failure != null) {
      throw failure.asException();
    }
  }

  private byte[] takeAll() {
    if (chunks.size() == 1) {
      return chunks.removeFirst().getBytes();
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

  /**
   * Gives up what has not been read. On the event loop, before the answer is written.
   *
   * @param tooMuch called on the event loop if the client sends so much more that it is cheaper to
   *     let it connect anew
   * @return whether another request may follow on the connection
   */
  boolean abandon(Runnable tooMuch) {
    lock.lock();
    try {
      if (ended) {
        return true;
      }
      this.tooMuch = tooMuch;
      chunks.clear();
      if ((expectsContinue && !continued) || remaining() > THROWN_AWAY) {
        return false;
      }
      paused = false;
    } finally {
      lock.unlock();
    }
    request.resume();
    return true;
  }

  /** As far as the client has told. */
  private long remaining() {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    try {
      return length == null ? 0 : Long.parseLong(length) - received;
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}

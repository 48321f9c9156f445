package dev.mecha.transport.http;

import dev.mecha.kernel.channel.Body;
import dev.mecha.kernel.channel.BodyException;
import dev.mecha.transport.flow.Inlet;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request. A client that would rather not send it is asked for it when somebody wants
 * to read it; what nobody reads is thrown away for the sake of the next request.
 */
final class RequestBody implements Body {

  /**
   * Bytes of a body nobody wants that are read for the sake of the next request; as Go's server.
   */
  private static final int THROWN_AWAY = 256 << 10;

  private final HttpServerRequest request;
  private final Inlet inlet;
  private final boolean expectsContinue;

  private final ReentrantLock asking = new ReentrantLock();
  private boolean asked;
  private boolean answerBegun;

  // On the event loop only.
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
    this.inlet = new Inlet(request, max);
    this.expectsContinue = request.headers().contains(HttpHeaders.EXPECT);
    if (mayComeWith(request)) {
      request
          .handler(this::add)
          .endHandler(end -> inlet.end())
          .exceptionHandler(e -> inlet.breakOff(new BodyException("unexpected EOF", e)));
    } else {
      inlet.end();
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
    if (tooMuch == null) {
      inlet.add(chunk);
    } else {
      throwAway(chunk, tooMuch);
    }
  }

  private void throwAway(Buffer chunk, Runnable tooMuch) {
    thrownAway += chunk.length();
    if (thrownAway > THROWN_AWAY) {
      request.pause();
      tooMuch.run();
    }
  }

  /** Returns the number of bytes that have come. */
  long received() {
    return inlet.received();
  }

  @Override
  public long length() {
    long told = told();
    return told == UNKNOWN && inlet.ended() ? inlet.received() : told;
  }

  /** As the client tells. */
  private long told() {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    try {
      return length == null ? UNKNOWN : Long.parseLong(length);
    } catch (NumberFormatException e) {
      return UNKNOWN;
    }
  }

  @Override
  public boolean arrived() {
    return inlet.ended();
  }

  @Override
  public byte @Nullable [] next() throws InterruptedException {
    ask();
    return inlet.next();
  }

  @Override
  public byte[] readAll() throws InterruptedException {
    ask();
    return inlet.readAll();
  }

  /** Nothing: what is left is given up when the request has been answered. */
  @Override
  public void close() {}

  private void ask() {
    if (!expectsContinue) {
      return;
    }
    asking.lock();
    try {
      if (!asked && !answerBegun && !inlet.ended()) {
        asked = true;
        request.response().writeContinue();
      }
    } finally {
      asking.unlock();
    }
  }

  /**
   * Notes that the answer begins: from now on the client is not asked for the body any more.
   *
   * @return whether it was, if it wanted to be
   */
  boolean answerBegins() {
    asking.lock();
    try {
      answerBegun = true;
      return asked || !expectsContinue;
    } finally {
      asking.unlock();
    }
  }

  /**
   * Gives up what has not been read. On the event loop, before the answer ends.
   *
   * @param tooMuch called on the event loop if the client sends so much more that it is cheaper to
   *     let it connect anew
   * @return whether another request may follow on the connection
   */
  boolean abandon(Runnable tooMuch) {
    boolean willCome = answerBegins();
    if (inlet.giveUp()) {
      return true;
    }
    this.tooMuch = tooMuch;
    if (!willCome || told() - inlet.received() > THROWN_AWAY) {
      return false;
    }
    request.resume();
    return true;
  }
}

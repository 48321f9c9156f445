package dev.mecha.transport.app;

import dev.mecha.kernel.channel.Body;
import dev.mecha.transport.flow.Inlet;
import io.vertx.core.http.HttpClientRequest;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The body of an answer. To close it ends the call: the connection is closed unless both the
 * request and the answer have come to their ends.
 */
final class AnswerBody implements Body {

  /** HTTP/2 for: the rest is not wanted. */
  private static final long CANCEL = 8;

  private final HttpClientRequest request;
  private final Inlet inlet;
  private final @Nullable BodySender sender;
  private final long told;
  private final AtomicBoolean closed = new AtomicBoolean();

  AnswerBody(HttpClientRequest request, Inlet inlet, @Nullable BodySender sender, long told) {
    this.request = request;
    this.inlet = inlet;
    this.sender = sender;
    this.told = told;
  }

  @Override
  public long length() {
    return told == UNKNOWN && inlet.ended() ? inlet.received() : told;
  }

  @Override
  public boolean arrived() {
    return inlet.ended();
  }

  @Override
  public byte @Nullable [] next() throws InterruptedException {
    return inlet.next();
  }

  @Override
  public byte[] readAll() throws InterruptedException {
    return inlet.readAll();
  }

  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    boolean sent = sender == null || sender.ended();
    if (!inlet.giveUp() || !sent) {
      request.reset(CANCEL);
    }
    if (sender != null) {
      sender.stop();
    }
  }

  /** Returns a body of nothing, whose end is the end of this one: the answer to {@code HEAD}. */
  Body unsent() {
    return new Body() {
      @Override
      public long length() {
        return 0;
      }

      @Override
      public boolean arrived() {
        return true;
      }

      @Override
      public byte @Nullable [] next() {
        return null;
      }

      @Override
      public void close() {
        AnswerBody.this.close();
      }
    };
  }
}

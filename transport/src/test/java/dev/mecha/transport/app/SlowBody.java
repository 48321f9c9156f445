package dev.mecha.transport.app;

import dev.mecha.kernel.channel.Body;
import dev.mecha.kernel.channel.BodyException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A body whose pieces come when a test gives them. */
final class SlowBody implements Body {

  private static final String END = "<end>";
  private static final String CUT = "<cut>";

  private final long length;
  private final LinkedBlockingQueue<String> pieces = new LinkedBlockingQueue<>();
  private final CountDownLatch closed = new CountDownLatch(1);

  SlowBody(long length) {
    this.length = length;
  }

  SlowBody give(String piece) {
    pieces.add(piece);
    return this;
  }

  SlowBody end() {
    return give(END);
  }

  SlowBody cut() {
    return give(CUT);
  }

  boolean isClosed() throws InterruptedException {
    return closed.await(5, TimeUnit.SECONDS);
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public boolean arrived() {
    return false;
  }

  @Override
  public byte @Nullable [] next() throws InterruptedException {
    String piece = pieces.take();
    return switch (piece) {
      case END -> null;
      case CUT -> throw new BodyException("stream too large");
      default -> piece.getBytes(StandardCharsets.UTF_8);
    };
  }

  @Override
  public void close() {
    closed.countDown();
  }
}

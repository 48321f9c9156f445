package dev.mecha.transport.link;

import io.grpc.Drainable;
import io.grpc.KnownLength;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufOutputStream;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The messages of one call on their way out: they go as far as the other side has room, and wait
 * here beyond that. Whoever sends is told when more is welcome, as with gRPC.
 */
final class Outflow {

  /** Bytes that may wait while the call still counts as ready; as grpc-java's own. */
  private static final int READY = 32 << 10;

  private final Link link;
  private final Runnable ready;
  private final AtomicInteger unsent = new AtomicInteger();

  // On the event loop only.
  private final ArrayDeque<byte[]> waiting = new ArrayDeque<>();
  private int call;
  private int sentOfFirst;
  private int window = Frames.WINDOW;
  private boolean dropped;
  private @Nullable Runnable last;

  /**
   * @param ready called on the event loop when more is welcome
   */
  Outflow(Link link, Runnable ready) {
    this.link = link;
    this.ready = ready;
  }

  /** Tells the number that the call has on its link. On the event loop, before anything is sent. */
  void number(int call) {
    this.call = call;
  }

  /** Tells whether more is welcome. Any thread. */
  boolean isReady() {
    return unsent.get() < READY;
  }

  /**
   * Sends a message. Any thread, but one after the other.
   *
   * @param message as its marshaller streams it
   */
  void send(InputStream message) {
    try {
      InputStream sized =
          message instanceof KnownLength
              ? message
              : new ByteArrayInputStream(message.readAllBytes());
      int size = sized.available();
      unsent.addAndGet(size);
      link.post(() -> write(sized, size));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(InputStream message, int size) {
    try (message) {
      if (dropped) {
        return;
      }
      if (waiting.isEmpty() && size <= window) {
        ByteBuf out = link.out();
        Frames.begin(out, FrameType.MESSAGE, call, size);
        drain(message, size, out);
        sent(size);
      } else {
        waiting.addLast(bytes(message, size));
        flow();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] bytes(InputStream message, int size) throws IOException {
    var bytes = new byte[size];
    ByteBuf into = Unpooled.wrappedBuffer(bytes).clear();
    drain(message, size, into);
    return bytes;
  }

  private static void drain(InputStream message, int size, ByteBuf out) throws IOException {
    if (message instanceof Drainable drainable) {
      try (var stream = new ByteBufOutputStream(out)) {
        drainable.drainTo(stream);
      }
    } else {
      out.writeBytes(message, size);
    }
  }

  private void flow() {
    for (byte[] first = waiting.peekFirst(); first != null; first = waiting.peekFirst()) {
      int left = first.length - sentOfFirst;
      int piece = Math.min(left, Math.min(window, Frames.PIECE));
      if (piece == 0 && left > 0) {
        return;
      }
      boolean whole = piece == left;
      ByteBuf out = link.out();
      Frames.begin(out, whole ? FrameType.MESSAGE : FrameType.PIECE, call, piece);
      out.writeBytes(first, sentOfFirst, piece);
      sentOfFirst += piece;
      if (whole) {
        waiting.removeFirst();
        sentOfFirst = 0;
      }
      sent(piece);
    }
    Runnable then = last;
    if (then != null) {
      last = null;
      then.run();
    }
  }

  private void sent(int bytes) {
    window -= bytes;
    int left = unsent.addAndGet(-bytes);
    if (left < READY && left + bytes >= READY) {
      ready.run();
    }
  }

  /**
   * The other side has room for so many bytes more. On the event loop.
   *
   * @throws IllegalArgumentException if it cannot have
   */
  void credit(int bytes) {
    if (bytes < 0 || bytes > Frames.WINDOW - window) {
      throw new IllegalArgumentException("more room than there is: " + bytes);
    }
    window += bytes;
    flow();
  }

  /** Does something when all has gone out. On the event loop. */
  void afterAll(Runnable then) {
    if (dropped) {
      return;
    }
    if (waiting.isEmpty()) {
      then.run();
    } else {
      last = then;
    }
  }

  /** Sends no more. On the event loop. */
  void drop() {
    dropped = true;
    waiting.clear();
    last = null;
  }
}

package dev.mecha.transport.link;

import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.Status;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The messages of one call on their way in: they are put together, and handed on as they are asked
 * for. What nobody asks for takes up the window of the call, and holds its sender up.
 *
 * @param <M> the message
 */
final class Inflow<M> {

  /** So much has to be read before the sender is told: short calls never tell. */
  private static final int WORTH_TELLING = Frames.WINDOW / 4;

  private final Link link;
  private final Marshaller<M> marshaller;
  private final int maxBytes;
  private final Consumer<M> receiver;
  private final AtomicInteger wanted = new AtomicInteger();
  private volatile boolean holding;

  // On the event loop only.
  private final ArrayDeque<M> messages = new ArrayDeque<>();
  private int call;
  private @Nullable ByteBuf begun;
  private int unread;
  private int untold;
  private @Nullable Runnable end;

  /**
   * @param maxBytes the largest message
   * @param receiver takes the messages on the event loop
   */
  Inflow(Link link, Marshaller<M> marshaller, int maxBytes, Consumer<M> receiver) {
    this.link = link;
    this.marshaller = marshaller;
    this.maxBytes = maxBytes;
    this.receiver = receiver;
  }

  /** Tells the number that the call has on its link. On the event loop, before anything comes. */
  void number(int call) {
    this.call = call;
  }

  /** Asks for so many more. Any thread. */
  void request(int count) {
    wanted.addAndGet(count);
    if (holding) {
      link.post(this::deliver);
    }
  }

  /**
   * Takes a piece of a message. On the event loop.
   *
   * @throws io.grpc.StatusRuntimeException if the message is too large or cannot be read
   * @throws IllegalArgumentException if the other side was not to send so much
   */
  void piece(ByteBuf bytes, boolean last) {
    unread += bytes.readableBytes();
    if (unread > Frames.WINDOW - untold) {
      throw new IllegalArgumentException("more than there is room for");
    }
    int size = bytes.readableBytes() + (begun == null ? 0 : begun.readableBytes());
    if (size > maxBytes) {
      throw Status.RESOURCE_EXHAUSTED
          .withDescription("gRPC message exceeds maximum size %d: %d".formatted(maxBytes, size))
          .asRuntimeException();
    }
    if (!last || begun != null) {
      if (begun == null) {
        begun = Unpooled.buffer(size * 2);
      }
      begun.writeBytes(bytes);
    }
    if (last) {
      ByteBuf whole = begun == null ? bytes : begun;
      begun = null;
      messages.addLast(marshaller.parse(new MessageInput(whole)));
    }
    holding = true;
    deliver();
  }

  private void deliver() {
    while (!messages.isEmpty() && wanted.get() > 0) {
      wanted.decrementAndGet();
      receiver.accept(messages.removeFirst());
    }
    if (!messages.isEmpty()) {
      return;
    }
    if (begun == null || wanted.get() > 0) {
      tell();
    }
    holding = begun != null;
    Runnable ending = end;
    if (ending != null) {
      end = null;
      ending.run();
    }
  }

  private void tell() {
    untold += unread;
    unread = 0;
    if (untold >= WORTH_TELLING) {
      ByteBuf out = link.out();
      Frames.begin(out, FrameType.CREDIT, call, 4);
      out.writeInt(untold);
      untold = 0;
    }
  }

  /** Does something when all that has come has been handed on. On the event loop. */
  void afterAll(Runnable then) {
    if (messages.isEmpty()) {
      then.run();
    } else {
      end = then;
    }
  }
}

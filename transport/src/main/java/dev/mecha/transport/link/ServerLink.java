package dev.mecha.transport.link;

import dev.mecha.transport.thread.EventLoops;
import io.grpc.Context;
import io.grpc.Context.CancellableContext;
import io.grpc.HandlerRegistry;
import io.grpc.Metadata;
import io.grpc.ServerMethodDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The side of a link that serves calls, with what a gRPC server serves. */
final class ServerLink extends Link {

  /** More calls that are taken back at once than any caller's timeouts explain end a link. */
  private static final int MOST_CANCELS = 20_000;

  private static final long CANCELS_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final HandlerRegistry methods;
  private final LinkLimits limits;
  private final Consumer<ServerLink> gone;
  private boolean othersLeft;
  private int cancels;
  private long cancelsSince = System.nanoTime();

  /**
   * @param methods what is served
   * @param gone told when the link is closed
   */
  ServerLink(
      EventLoops loops,
      Channel channel,
      HandlerRegistry methods,
      LinkLimits limits,
      Consumer<ServerLink> gone) {
    super(loops, channel);
    this.methods = methods;
    this.limits = limits;
    this.gone = gone;
  }

  /**
   * Wants no new calls. Those under way come to their end, and so do those that the other side
   * begins before it hears of it. Any thread.
   */
  void shutdown() {
    leave();
    post(() -> write(FrameType.LEAVING, 0));
  }

  /** Breaks off. Any thread. */
  void shutdownNow() {
    close();
  }

  @Override
  void opened(int number, ByteBuf payload) {
    long timeout = payload.readLong();
    String name = Frames.readText(payload);
    Metadata headers;
    try {
      headers = Frames.readMetadata(payload, limits.metadataBytes());
    } catch (StatusRuntimeException e) {
      refuse(number, e.getStatus());
      return;
    }
    @SuppressWarnings("NullAway") // null stands for no authority
    ServerMethodDefinition<?, ?> method = methods.lookupMethod(name, null);
    if (method == null) {
      refuse(number, Status.UNIMPLEMENTED.withDescription("Method not found: " + name));
      return;
    }
    begin(number, method, headers, timeout);
  }

  private <Q, R> void begin(
      int number, ServerMethodDefinition<Q, R> method, Metadata headers, long timeout) {
    var call = new ServerLinkCall<>(this, number, method.getMethodDescriptor(), limits);
    add(number, call);
    if (timeout <= 0) {
      call.begin(method.getServerCallHandler(), headers);
      return;
    }
    CancellableContext context =
        Context.ROOT.withDeadlineAfter(timeout, TimeUnit.NANOSECONDS, loop());
    call.during(context);
    context.run(() -> call.begin(method.getServerCallHandler(), headers));
  }

  private void refuse(int number, Status why) {
    ServerLinkCall.writeClose(out(), number, why, new Metadata());
  }

  /**
   * Notes that a call was taken back.
   *
   * @throws IllegalArgumentException if that happens too often
   */
  void cancelled() {
    long now = System.nanoTime();
    if (now - cancelsSince > CANCELS_NANOS) {
      cancelsSince = now;
      cancels = 0;
    }
    cancels++;
    if (cancels > MOST_CANCELS) {
      throw new IllegalArgumentException("too many calls are taken back");
    }
  }

  @Override
  void left(FrameType type) {
    othersLeft = true;
    closeIfDone();
  }

  @Override
  void emptied() {
    closeIfDone();
  }

  private void closeIfDone() {
    if (othersLeft && isEmpty()) {
      closeBehindWrites();
    }
  }

  @Override
  boolean maySayNothing() {
    return false;
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    super.channelInactive(ctx);
    gone.accept(this);
  }
}

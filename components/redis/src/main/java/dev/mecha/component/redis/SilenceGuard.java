package dev.mecha.component.redis;

import io.lettuce.core.protocol.CommandHandler;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Closes a connection whose server owes answers and says nothing, or takes nothing of what is sent.
 * All calls that wait on it fail then: answers come in order, so none of theirs can come either.
 *
 * <p>This stands in for a timer per call, which costs as much as the call. It looks at the
 * connection four times per time-out while there is traffic, and not at all while there is none; a
 * time-out is kept to within a quarter of it. Used by the connection's event loop only.
 */
final class SilenceGuard extends ChannelDuplexHandler {

  private static final int LOOKS = 4;

  private final long readNanos;
  private final long writeNanos;
  private final long tickNanos;
  private final Trouble trouble;
  private boolean watching;
  private boolean heard;
  private long silentTicks;
  private long pending;

  /**
   * @param read how long a server that owes an answer may be silent; zero for ever
   * @param write how long it may take nothing of what is sent; zero for ever
   * @param trouble learns why the connection was closed
   */
  SilenceGuard(Duration read, Duration write, Trouble trouble) {
    this.readNanos = read.isZero() ? Long.MAX_VALUE : read.toNanos();
    this.writeNanos = write.isZero() ? Long.MAX_VALUE : write.toNanos();
    this.tickNanos = Math.max(1, Math.min(readNanos, writeNanos) / LOOKS);
    this.trouble = trouble;
  }

  @Override
  public void write(ChannelHandlerContext ctx, Object msg, ChannelPromise promise) {
    if (!watching && tickNanos < Long.MAX_VALUE / LOOKS) {
      watching = true;
      silentTicks = 0;
      heard = false;
      schedule(ctx);
    }
    var _ = ctx.write(msg, promise);
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object msg) {
    heard = true;
    ctx.fireChannelRead(msg);
  }

  private void schedule(ChannelHandlerContext ctx) {
    var _ = ctx.executor().schedule(() -> look(ctx), tickNanos, TimeUnit.NANOSECONDS);
  }

  private void look(ChannelHandlerContext ctx) {
    long unsent = unsent(ctx.channel().unsafe().outboundBuffer());
    boolean owed = owesAnswers(ctx.pipeline().get(CommandHandler.class));
    if (!ctx.channel().isActive() || (unsent == 0 && !owed)) {
      watching = false;
      return;
    }
    silentTicks = heard || unsent != pending ? 0 : silentTicks + 1;
    heard = false;
    pending = unsent;
    long allowed = unsent == 0 ? readNanos : writeNanos;
    if (silentTicks > allowed / tickNanos) {
      trouble.note("no answer within " + Duration.ofNanos(allowed).toMillis() + " ms");
      var _ = ctx.close();
      return;
    }
    schedule(ctx);
  }

  private static long unsent(@Nullable ChannelOutboundBuffer buffer) {
    return buffer == null ? 0 : buffer.totalPendingWriteBytes();
  }

  private static boolean owesAnswers(@Nullable CommandHandler handler) {
    return handler != null && !handler.getStack().isEmpty();
  }
}

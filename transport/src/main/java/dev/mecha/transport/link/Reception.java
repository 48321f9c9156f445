package dev.mecha.transport.link;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the first bytes of a connection. If they are a link's greeting, it answers and makes the
 * connection a link; otherwise it puts back what speaks HTTP/2 and steps aside. What speaks HTTP/2
 * is taken out of the pipeline before it has noticed that it was in it.
 */
final class Reception extends ByteToMessageDecoder {

  /** As grpc-java's own patience with clients that do not begin. */
  private static final long PATIENCE_SECONDS = 120;

  private final ServerLinks links;
  private final List<ChannelHandler> http2 = new ArrayList<>();
  private @Nullable Future<?> timer;

  Reception(ServerLinks links) {
    this.links = links;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    var pipeline = ctx.pipeline();
    while (pipeline.last() != this) {
      http2.addFirst(pipeline.removeLast());
    }
    timer = ctx.executor().schedule(() -> close(ctx), PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> decoded) {
    if (in.getByte(in.readerIndex()) != Frames.firstOfGreeting()) {
      http2.forEach(ctx.pipeline()::addLast);
      stepAside(ctx);
      return;
    }
    if (in.readableBytes() < Frames.greetingLength()) {
      return;
    }
    if (!Frames.readGreeting(in)) {
      in.skipBytes(in.readableBytes());
      close(ctx);
      return;
    }
    ByteBuf answer = ctx.alloc().buffer(Frames.greetingLength());
    Frames.writeGreeting(answer);
    ctx.writeAndFlush(answer).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
    links.begin(ctx.channel());
    stepAside(ctx);
  }

  private void stepAside(ChannelHandlerContext ctx) {
    // What has been read beyond is passed on by this.
    ctx.pipeline().remove(this);
  }

  @Override
  protected void handlerRemoved0(ChannelHandlerContext ctx) {
    if (timer != null) {
      timer.cancel(false);
    }
  }

  private static void close(ChannelHandlerContext ctx) {
    ctx.close().addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
  }
}

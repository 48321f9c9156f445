package dev.mecha.transport.link;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.net.ProtocolException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Greets a sidecar. If it answers in kind, the connection becomes a link; otherwise it is closed.
 */
final class Greeter extends ByteToMessageDecoder {

  private final CompletableFuture<ClientLink> link;
  private final int patienceMillis;
  private final Supplier<ClientLink> install;
  private @Nullable Future<?> timer;

  /**
   * @param link told what came of it
   * @param patienceMillis how long the answer may take
   * @param install makes the connection a link
   */
  Greeter(CompletableFuture<ClientLink> link, int patienceMillis, Supplier<ClientLink> install) {
    this.link = link;
    this.patienceMillis = patienceMillis;
    this.install = install;
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    ByteBuf greeting = ctx.alloc().buffer(Frames.greetingLength());
    Frames.writeGreeting(greeting);
    ctx.writeAndFlush(greeting).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
    timer = ctx.executor().schedule(() -> close(ctx), patienceMillis, TimeUnit.MILLISECONDS);
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> decoded) {
    boolean other = in.getByte(in.readerIndex()) != Frames.firstOfGreeting();
    if (!other && in.readableBytes() < Frames.greetingLength()) {
      return;
    }
    if (other || !Frames.readGreeting(in)) {
      in.skipBytes(in.readableBytes());
      close(ctx);
      return;
    }
    ClientLink installed = install.get();
    ctx.pipeline().remove(this);
    if (!link.complete(installed)) {
      installed.shutdown();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) throws Exception {
    super.channelInactive(ctx);
    link.completeExceptionally(new ProtocolException("the other side is no Mecha sidecar"));
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    close(ctx);
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

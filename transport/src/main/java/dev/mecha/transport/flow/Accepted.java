package dev.mecha.transport.flow;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ServerChannel;
import java.util.function.Supplier;

/**
 * Puts a handler into the pipelines of the connections that a server accepts, before the server
 * itself puts anything there.
 */
public final class Accepted extends ChannelInboundHandlerAdapter {

  private final Supplier<ChannelHandler> handlers;

  private Accepted(Supplier<ChannelHandler> handlers) {
    this.handlers = handlers;
  }

  /**
   * @param channels makes what accepts connections
   * @param handlers makes the handler of one connection
   * @return makes what accepts connections and gives them the handler. Of several such factories
   *     around each other, the innermost one's handler comes first
   */
  public static ChannelFactory<ServerChannel> with(
      ChannelFactory<? extends ServerChannel> channels, Supplier<ChannelHandler> handlers) {
    return () -> {
      ServerChannel channel = channels.newChannel();
      channel.pipeline().addLast(new Accepted(handlers));
      return channel;
    };
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object child) {
    ((Channel) child).pipeline().addLast(handlers.get());
    ctx.fireChannelRead(child);
  }
}

package dev.mecha.transport.flow;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ServerChannel;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2LocalFlowController;
import io.netty.handler.codec.http2.Http2Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How much calls over gRPC may have on their way before it is read. grpc-java gives a connection
 * the window of a single call: one call that nobody reads would use it up and hold up all others of
 * the connection. Here each call has a small window of its own and the connection room for many.
 */
public final class Http2Windows {

  /** Bytes of one call. */
  public static final int CALL = 256 << 10;

  /** Bytes of all calls of a connection. */
  private static final int CONNECTION = 64 << 20;

  private static final Logger LOG = LoggerFactory.getLogger(Http2Windows.class);

  private Http2Windows() {}

  /**
   * Makes room on the connections of a client.
   *
   * @param channels makes them
   * @return makes them with more room
   */
  public static ChannelFactory<Channel> ofClient(ChannelFactory<? extends Channel> channels) {
    return () -> {
      Channel channel = channels.newChannel();
      channel.pipeline().addLast(Widener.INSTANCE);
      return channel;
    };
  }

  /**
   * Makes room on the connections that a server accepts.
   *
   * @param channels makes what accepts them
   * @return makes what accepts them and gives them more room
   */
  public static ChannelFactory<ServerChannel> ofServer(
      ChannelFactory<? extends ServerChannel> channels) {
    return Accepted.with(channels, () -> Widener.INSTANCE);
  }

  /** Acts once, when the connection speaks HTTP/2. */
  @ChannelHandler.Sharable
  private static final class Widener extends ChannelInboundHandlerAdapter {

    static final Widener INSTANCE = new Widener();

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object bytes) {
      ctx.fireChannelRead(bytes);
      Http2ConnectionHandler http2 = ctx.pipeline().get(Http2ConnectionHandler.class);
      if (http2 != null && !ctx.isRemoved()) {
        widen(http2);
        ctx.pipeline().remove(this);
        ctx.channel().flush();
      }
    }

    private static void widen(Http2ConnectionHandler http2) {
      Http2Stream connection = http2.connection().connectionStream();
      Http2LocalFlowController flow = http2.connection().local().flowController();
      int more = CONNECTION - flow.initialWindowSize(connection);
      try {
        if (more > 0) {
          flow.incrementWindowSize(connection, more);
        }
      } catch (Http2Exception e) {
        LOG.debug("The connection keeps its window", e);
      }
    }
  }
}

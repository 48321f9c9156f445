package dev.mecha.transport.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.ReferenceCountUtil;

/**
 * Copies the content of HTTP/1 messages out of pooled buffers. Vert.x would do so anyway a little
 * later, but it keeps what arrives while a connection is paused as it is, and forgets to give it
 * back when the connection closes before it goes on: a client that leaves in the middle of a body
 * would cost us a pooled buffer each time. Nor does it answer when a body cannot be decoded: it
 * closes the connection, so the guard is told instead.
 */
@ChannelHandler.Sharable
final class UnpooledContent extends ChannelInboundHandlerAdapter {

  static final UnpooledContent INSTANCE = new UnpooledContent();

  private UnpooledContent() {}

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (isMalformedBody(message)) {
      ReferenceCountUtil.release(message);
      ctx.pipeline().get(ConnectionGuard.class).malformedBody();
    } else if (message instanceof HttpContent content && content.content().isReadable()) {
      ctx.fireChannelRead(copy(content));
    } else {
      ctx.fireChannelRead(message);
    }
  }

  private static boolean isMalformedBody(Object message) {
    return message instanceof HttpContent content
        && !(message instanceof HttpRequest)
        && content.decoderResult().isFailure();
  }

  private static HttpContent copy(HttpContent content) {
    try {
      return content.replace(Unpooled.copiedBuffer(content.content()));
    } finally {
      content.release();
    }
  }
}

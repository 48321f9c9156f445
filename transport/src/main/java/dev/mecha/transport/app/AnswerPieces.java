package dev.mecha.transport.app;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;

/**
 * What comes in on a connection of HTTP/1, before Vert.x sees it. Content is copied out of pooled
 * buffers: Vert.x does so later, but forgets what arrived while the connection was paused if it
 * closes then. Interim answers (1xx) are left out: Vert.x takes most of them for final ones.
 */
final class AnswerPieces extends ChannelInboundHandlerAdapter {

  private boolean interim;

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (message instanceof HttpResponse answer) {
      interim =
          answer.status().codeClass() == HttpStatusClass.INFORMATIONAL
              && answer.status().code() != 101;
    }
    if (interim) {
      interim = !(message instanceof LastHttpContent);
      ReferenceCountUtil.release(message);
    } else if (message instanceof HttpContent content && content.content().isReadable()) {
      ctx.fireChannelRead(copy(content));
    } else {
      ctx.fireChannelRead(message);
    }
  }

  private static HttpContent copy(HttpContent content) {
    try {
      return content.replace(Unpooled.copiedBuffer(content.content()));
    } finally {
      content.release();
    }
  }
}

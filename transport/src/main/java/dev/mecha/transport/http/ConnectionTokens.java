package dev.mecha.transport.http;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import java.util.Arrays;
import java.util.List;

/**
 * Makes each token of a request's {@code Connection} header a header of its own: Vert.x finds
 * {@code close} only when it stands alone, and would let a client wait for the end of the
 * connection that sent {@code close, X-More}.
 */
@ChannelHandler.Sharable
final class ConnectionTokens extends ChannelInboundHandlerAdapter {

  static final ConnectionTokens INSTANCE = new ConnectionTokens();

  private ConnectionTokens() {}

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (message instanceof HttpRequest request) {
      split(request.headers());
    }
    ctx.fireChannelRead(message);
  }

  private static void split(HttpHeaders headers) {
    String first = headers.get(HeaderNames.CONNECTION);
    if (first == null || first.indexOf(',') < 0) {
      return;
    }
    List<String> tokens =
        headers.getAll(HeaderNames.CONNECTION).stream()
            .flatMap(value -> Arrays.stream(value.split(",", -1)))
            .map(String::strip)
            .filter(token -> !token.isEmpty())
            .toList();
    headers.set(HeaderNames.CONNECTION, tokens);
  }
}

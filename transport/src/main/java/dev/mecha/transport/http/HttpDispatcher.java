package dev.mecha.transport.http;

import dev.mecha.kernel.pipeline.Filter;
import dev.mecha.transport.thread.RequestThreads;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.impl.HttpServerConnection;
import java.util.List;

/**
 * Takes requests from the wire: refuses what cannot be understood, and sets everything else on its
 * way.
 */
final class HttpDispatcher {

  private final HttpLimits limits;
  private final RequestThreads threads;
  private final HttpDate date;
  private volatile Served served;

  /** Where requests go, and what they pass on the way. */
  private record Served(RouteTable routes, List<Filter> filters) {}

  HttpDispatcher(
      RouteTable routes,
      List<Filter> filters,
      HttpLimits limits,
      RequestThreads threads,
      HttpDate date) {
    this.served = new Served(routes, List.copyOf(filters));
    this.limits = limits;
    this.threads = threads;
    this.date = date;
  }

  /** What comes from now on goes elsewhere; what is under way goes on. */
  void replace(RouteTable routes, List<Filter> filters) {
    served = new Served(routes, List.copyOf(filters));
  }

  /** Notes a new connection, when its protocol is known. */
  void connected(HttpConnection connection) {
    if (connection.protocolVersion() == HttpVersion.HTTP_2) {
      ConnectionGuard guard = guard(connection);
      guard.multiplexed();
      connection.remoteSettingsHandler(settings -> guard.changedOver());
    } else {
      ((HttpServerConnection) connection)
          .channelHandlerContext()
          .pipeline()
          .addBefore("handler", null, ConnectionTokens.INSTANCE)
          .addBefore("handler", null, UnpooledContent.INSTANCE);
    }
  }

  /** Takes a request whose header is complete. */
  void handle(HttpServerRequest request) {
    ConnectionGuard guard = guard(request.connection());
    guard.requestStarted();
    RequestTarget target = RequestTarget.parse(request.uri());
    if (target == null) {
      refuse(request, guard, "400 Bad Request");
      return;
    }
    String refusal = RequestCheck.refusal(request);
    if (refusal != null) {
      refuse(request, guard, refusal);
      return;
    }
    Served now = served;
    var body = new RequestBody(request, limits.maxBodyBytes());
    var exchange = new ServerExchange(request, target, now.routes, body, date);
    var carrier = new RequestCarrier(request, exchange, body, now.filters, guard, date);
    request.response().closeHandler(closed -> carrier.cancel());
    EventLoop loop = loop(request.connection());
    if (request.version() == HttpVersion.HTTP_2) {
      // The end of a request without a body is told right after its head: then its length is known.
      guard.whenChangedOver(() -> start(carrier, loop));
    } else {
      start(carrier, loop);
    }
  }

  private void start(RequestCarrier carrier, EventLoop loop) {
    carrier.carriedBy(threads.start(loop, carrier::carry, carrier::finish));
  }

  /** Refuses a request that is no HTTP or too large. */
  void handleInvalid(HttpServerRequest request) {
    ConnectionGuard guard = guard(request.connection());
    guard.requestStarted();
    Throwable cause = request.decoderResult().cause();
    boolean tooLarge =
        cause instanceof TooLongHttpHeaderException || cause instanceof TooLongHttpLineException;
    refuse(request, guard, tooLarge ? "431 Request Header Fields Too Large" : "400 Bad Request");
  }

  private static void refuse(HttpServerRequest request, ConnectionGuard guard, String status) {
    if (request.version() == HttpVersion.HTTP_2) {
      request.response().setStatusCode(Integer.parseInt(status.substring(0, 3))).end(status);
    } else {
      guard.reject(status);
    }
  }

  private static ConnectionGuard guard(HttpConnection connection) {
    return ((HttpServerConnection) connection)
        .channelHandlerContext()
        .pipeline()
        .get(ConnectionGuard.class);
  }

  private static EventLoop loop(HttpConnection connection) {
    return ((HttpServerConnection) connection).channelHandlerContext().channel().eventLoop();
  }
}

package dev.mecha.transport.app;

import dev.mecha.transport.thread.EventLoops;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.internal.VertxInternal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A client for each event loop, with a pool of its own: a request goes out over a connection of the
 * event loop that carries its caller, and nothing hops between threads.
 */
final class LoopClients {

  /** As the peer: so many connections to one host, here by event loop. */
  private static final int CONNECTIONS = 1024;

  private static final int IDLE_SECONDS = 90;

  /**
   * The largest piece of a body. Vert.x counts pieces, not bytes: it takes in up to 16 of them
   * while nobody reads. Larger ones would outlive collections of young garbage and swell the heap.
   */
  private static final int CHUNK = 16 << 10;

  private record LoopClient(EventLoop loop, Context context, HttpClientAgent client) {}

  private final EventLoops loops;
  private final List<LoopClient> clients = new ArrayList<>();
  private final AtomicInteger next = new AtomicInteger();

  /**
   * Makes the clients; nothing connects yet.
   *
   * @param loops the event loops
   * @param options beyond what is common to all clients
   */
  LoopClients(EventLoops loops, HttpClientOptions options) {
    this.loops = loops;
    HttpClientOptions common =
        new HttpClientOptions(options)
            .setKeepAliveTimeout(IDLE_SECONDS)
            .setHttp2KeepAliveTimeout(IDLE_SECONDS)
            .setMaxChunkSize(CHUNK)
            .setTcpNoDelay(true);
    for (EventExecutor executor : loops.group()) {
      var loop = (EventLoop) executor;
      Context context =
          ((VertxInternal) loops.vertx()).contextBuilder().withEventLoop(loop).build();
      clients.add(new LoopClient(loop, context, client(common)));
    }
  }

  private HttpClientAgent client(HttpClientOptions options) {
    return loops
        .vertx()
        .httpClientBuilder()
        .with(options)
        .with(new PoolOptions().setHttp1MaxSize(CONNECTIONS).setHttp2MaxSize(CONNECTIONS))
        .withConnectHandler(LoopClients::connected)
        .build();
  }

  private static void connected(HttpConnection connection) {
    if (connection.protocolVersion() != HttpVersion.HTTP_2) {
      Channel channel = channel(connection);
      channel.pipeline().addBefore("handler", null, new AnswerPieces());
      // Who wants no more of a body may have answered: what has come is read although nothing can
      // be written any more.
      channel.config().setAutoClose(false);
    }
  }

  /** Returns the channel of a connection. */
  static Channel channel(HttpConnection connection) {
    return ((io.vertx.core.http.impl.HttpClientConnection) connection)
        .channelHandlerContext()
        .channel();
  }

  /**
   * Takes a connection, or makes one, and begins a request on it.
   *
   * @return the request, whose head has not been sent
   */
  Future<HttpClientRequest> begin(RequestOptions options) {
    LoopClient own = own();
    Promise<HttpClientRequest> begun = Promise.promise();
    own.context.runOnContext(now -> own.client.request(options).onComplete(begun));
    return begun.future();
  }

  private LoopClient own() {
    EventLoop carrier = loops.carrier();
    for (LoopClient client : clients) {
      if (client.loop.equals(carrier)) {
        return client;
      }
    }
    return clients.get(Math.floorMod(next.getAndIncrement(), clients.size()));
  }

  /** Closes all connections; calls in progress break off. */
  void close() {
    clients.forEach(client -> client.client.close());
  }
}

package dev.mecha.transport.http;

import dev.mecha.transport.thread.EventLoops;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One listening address. Vert.x ties a server to one event loop, so there is one for each, and they
 * share the port.
 */
final class HttpListener {

  private static final Logger LOG = LoggerFactory.getLogger("dapr.runtime.http");

  /**
   * The largest piece of a body. Vert.x counts pieces, not bytes: it takes in up to 16 of them
   * while nobody reads. Larger ones would outlive collections of young garbage and swell the heap.
   */
  private static final int CHUNK = 16 << 10;

  private final HttpServerConfig config;
  private final EventLoops loops;
  private final HttpDispatcher dispatcher;
  private final List<HttpServer> servers = new ArrayList<>();
  private java.net.SocketAddress address = new InetSocketAddress(0);

  HttpListener(HttpServerConfig config, EventLoops loops, HttpDispatcher dispatcher) {
    this.config = config;
    this.loops = loops;
    this.dispatcher = dispatcher;
  }

  /** Returns where it listens. */
  java.net.SocketAddress address() {
    return address;
  }

  /** Starts to listen on all event loops. */
  java.net.SocketAddress bind(java.net.SocketAddress wanted)
      throws IOException, InterruptedException {
    SocketAddress shared = shared(wanted);
    for (EventExecutor loop : loops.group()) {
      servers.add(listen((EventLoop) loop, shared));
    }
    address =
        wanted instanceof InetSocketAddress tcp
            ? new InetSocketAddress(tcp.getAddress(), servers.getFirst().actualPort())
            : wanted;
    return address;
  }

  private SocketAddress shared(java.net.SocketAddress wanted) throws IOException {
    if (wanted instanceof UnixDomainSocketAddress unix) {
      return SocketAddress.domainSocketAddress(unix.getPath().toString());
    }
    if (!(wanted instanceof InetSocketAddress tcp)) {
      throw new IOException("cannot listen on " + wanted);
    }
    String host = tcp.getAddress().getHostAddress();
    return tcp.getPort() == 0
        ? SocketAddress.sharedRandomPort(loops.nextServerId(), host)
        : SocketAddress.inetSocketAddress(tcp.getPort(), host);
  }

  private HttpServer listen(EventLoop loop, SocketAddress shared)
      throws IOException, InterruptedException {
    HttpServer server =
        loops
            .vertx()
            .createHttpServer(options())
            .connectionHandler(dispatcher::connected)
            .requestHandler(dispatcher::handle)
            .invalidRequestHandler(dispatcher::handleInvalid)
            .exceptionHandler(e -> LOG.debug("A connection failed", e));
    Context context = ((VertxInternal) loops.vertx()).contextBuilder().withEventLoop(loop).build();
    Promise<HttpServer> listening = Promise.promise();
    context.runOnContext(
        now ->
            loops
                .accepting(
                    channel -> new ConnectionGuard(channel, config.limits()),
                    () -> server.listen(shared))
                .onComplete(listening));
    try {
      return listening.future().toCompletionStage().toCompletableFuture().get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
    }
  }

  private HttpServerOptions options() {
    int header = config.limits().maxHeaderBytes() + 4096;
    return new HttpServerOptions()
        .setMaxInitialLineLength(header)
        .setMaxHeaderSize(header)
        .setMaxChunkSize(CHUNK)
        .setHttp2ClearTextEnabled(config.h2c())
        // Without these two there is no WebSocket handler in every connection's pipeline.
        .setPerFrameWebSocketCompressionSupported(false)
        .setPerMessageWebSocketCompressionSupported(false)
        .setAcceptBacklog(1024)
        .setTcpNoDelay(true);
  }

  /**
   * Stops to listen and to take requests; the connections close as their last answers are written.
   */
  List<Future<Void>> shutdown(Duration grace) {
    return servers.stream().map(server -> server.shutdown(grace)).toList();
  }
}

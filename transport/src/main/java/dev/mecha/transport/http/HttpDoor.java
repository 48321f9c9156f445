package dev.mecha.transport.http;

import dev.mecha.kernel.pipeline.Filter;
import dev.mecha.transport.listen.Binder;
import dev.mecha.transport.listen.Bound;
import dev.mecha.transport.thread.EventLoops;
import io.vertx.core.Future;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * An HTTP server: the API's, the public one with a few of its routes, or a small one with a single
 * handler.
 */
public final class HttpDoor {

  private static final Logger LOG = LoggerFactory.getLogger("dapr.runtime.http");

  private final HttpServerConfig config;
  private final EventLoops loops;
  private final HttpDispatcher dispatcher;
  private final List<HttpListener> listeners = new ArrayList<>();

  /**
   * Makes a server that does not listen yet.
   *
   * @param config how it is set up
   * @param loops what it runs on; outlives it
   * @param filters what every request passes, in order
   * @param routes where requests go
   */
  public HttpDoor(
      HttpServerConfig config, EventLoops loops, List<Filter> filters, RouteTable routes) {
    this.config = config;
    this.loops = loops;
    this.dispatcher =
        new HttpDispatcher(
            routes,
            filters,
            config.limits(),
            loops.threads(),
            new HttpDate(InstantSource.system()));
  }

  /**
   * Starts to listen.
   *
   * @return where
   * @throws IOException if no address could be bound
   * @throws InterruptedException if the caller was interrupted
   */
  public Bound start() throws IOException, InterruptedException {
    return new Binder("HTTP", LOG, Level.DEBUG)
        .bind(
            config.listenOn(),
            address -> {
              var listener = new HttpListener(config, loops, dispatcher);
              var bound = listener.bind(address);
              listeners.add(listener);
              return bound;
            });
  }

  /**
   * Puts other filters and routes in place of those that it has. Requests under way go on with the
   * old ones; connections stay.
   *
   * @param filters what every request passes, in order
   * @param routes where requests go
   */
  public void replace(List<Filter> filters, RouteTable routes) {
    dispatcher.replace(routes, filters);
  }

  /**
   * Stops to listen, lets requests in flight come to their end, and closes all connections.
   *
   * @param grace how long requests may take; their threads are interrupted after that
   * @throws InterruptedException if the caller was interrupted
   */
  public void close(Duration grace) throws InterruptedException {
    var closing = new ArrayList<Future<Void>>();
    for (HttpListener listener : listeners) {
      LOG.info("Closing HTTP server {}…", listener.address());
      closing.addAll(listener.shutdown(grace));
    }
    listeners.clear();
    try {
      Future.join(closing)
          .toCompletionStage()
          .toCompletableFuture()
          .get(grace.toMillis() + 2_000, TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("The HTTP server did not close cleanly", e);
    }
  }
}

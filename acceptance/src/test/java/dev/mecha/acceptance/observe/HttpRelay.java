package dev.mecha.acceptance.observe;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.mecha.acceptance.process.Http;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** A {@link Relay} over HTTP. */
final class HttpRelay implements Relay {

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private volatile @Nullable Http sidecar;
  private volatile String next = "";
  private volatile String lastParent = "";

  HttpRelay() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.createContext("/first", this::first);
    server.start();
  }

  private void first(HttpExchange exchange) throws IOException {
    Http sidecar = this.sidecar;
    if (sidecar == null) {
      throw new IllegalStateException("nobody to hand on to");
    }
    var answer =
        sidecar.send(
            "GET",
            "/v1.0/invoke/" + next + "/method/second",
            "",
            "traceparent",
            parent(exchange),
            "baggage",
            exchange.getRequestHeaders().getFirst("baggage"));
    try (exchange) {
      exchange.sendResponseHeaders(answer.statusCode(), -1);
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      lastParent = parent(exchange);
      exchange.getResponseHeaders().set("x-seen-parent", lastParent);
      String baggage = exchange.getRequestHeaders().getFirst("baggage");
      exchange.getResponseHeaders().set("x-seen-baggage", baggage == null ? "" : baggage);
      exchange.sendResponseHeaders(200, -1);
    }
  }

  private static String parent(HttpExchange exchange) {
    String header = exchange.getRequestHeaders().getFirst("traceparent");
    return header == null ? "" : header;
  }

  @Override
  public String protocol() {
    return "http";
  }

  @Override
  public int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void handOn(int sidecarPort, String next) {
    this.next = next;
    this.sidecar = new Http(sidecarPort);
  }

  @Override
  public String lastParent() {
    return lastParent;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
    Http sidecar = this.sidecar;
    if (sidecar != null) {
      sidecar.close();
    }
  }
}

package dev.mecha.acceptance.process;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An HTTP application that tells what it was asked. Paths with a meaning: {@code /status/503}
 * answers with that status, {@code /bytes/1000} with as many bytes, {@code /raw} with the bytes of
 * the request, {@code /count} with their number; everything else with a JSON object about the
 * request.
 */
public final class EchoApp implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int PIECE = 64 << 10;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicInteger calls = new AtomicInteger();
  private final String name;

  private EchoApp(String name, HttpServer server) {
    this.name = name;
    this.server = server;
  }

  /**
   * @param name what it says who it is
   * @return an application that listens on a free port of the loopback interface
   */
  public static EchoApp start(String name) {
    return start(name, 0);
  }

  /**
   * @param name what it says who it is
   * @param port where it listens
   * @return the application
   */
  public static EchoApp start(String name, int port) {
    try {
      var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
      var app = new EchoApp(name, HttpServer.create(address, 1024));
      app.server.setExecutor(app.threads);
      app.server.createContext("/", app::handle);
      app.server.start();
      return app;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * @return where it listens
   */
  public int port() {
    return server.getAddress().getPort();
  }

  /**
   * @return how many requests it has got, but for a sidecar's own questions
   */
  public int calls() {
    return calls.get();
  }

  private void handle(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    if (path.startsWith("/dapr/")) {
      exchange.sendResponseHeaders(404, -1);
      exchange.close();
      return;
    }
    calls.incrementAndGet();
    try (exchange) {
      if (path.startsWith("/bytes/")) {
        bytes(exchange, Long.parseLong(path.substring("/bytes/".length())));
      } else if (path.equals("/count")) {
        count(exchange);
      } else if (path.equals("/raw")) {
        exchange.sendResponseHeaders(200, 0);
        exchange.getRequestBody().transferTo(exchange.getResponseBody());
      } else {
        echo(exchange, path.startsWith("/status/") ? Integer.parseInt(path.substring(8)) : 200);
      }
    }
  }

  private static void count(HttpExchange exchange) throws IOException {
    long count = exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
    byte[] text = Long.toString(count).getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, text.length);
    exchange.getResponseBody().write(text);
  }

  private static void bytes(HttpExchange exchange, long count) throws IOException {
    exchange.getRequestBody().readAllBytes();
    exchange.sendResponseHeaders(200, count);
    OutputStream out = exchange.getResponseBody();
    byte[] piece = new byte[PIECE];
    for (long left = count; left > 0; left -= PIECE) {
      out.write(piece, 0, (int) Math.min(left, PIECE));
    }
  }

  private void echo(HttpExchange exchange, int status) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    ObjectNode answer = JSON.createObjectNode();
    answer.put("app", name);
    answer.put("verb", exchange.getRequestMethod());
    answer.put("path", exchange.getRequestURI().getRawPath());
    answer.put("query", exchange.getRequestURI().getRawQuery());
    answer.put("body", new String(body, StandardCharsets.UTF_8));
    ObjectNode headers = answer.putObject("headers");
    exchange
        .getRequestHeaders()
        .forEach((key, values) -> values.forEach(headers.withArrayProperty(key)::add));
    byte[] text = JSON.writeValueAsBytes(answer);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.getResponseHeaders().set("X-App", name);
    boolean bodiless = exchange.getRequestMethod().equals("HEAD") || status == 204 || status == 304;
    exchange.sendResponseHeaders(status, bodiless ? -1 : text.length);
    if (!bodiless) {
      exchange.getResponseBody().write(text);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}

package dev.mecha.dist;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/**
 * An application that answers 200 to everything and wants the events of one topic: the sidecar
 * under training has something to find, to call and to bring.
 */
final class TrainingApp implements AutoCloseable {

  private static final byte[] SUBSCRIPTIONS =
      """
      [{"pubsubname":"pubsub","topic":"%s","route":"/events"}]
      """
          .formatted(TrainingCalls.TOPIC)
          .getBytes(StandardCharsets.UTF_8);

  private final HttpServer server;

  TrainingApp() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
    server.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.createContext(
        "/dapr/subscribe",
        exchange -> {
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, SUBSCRIPTIONS.length);
          exchange.getResponseBody().write(SUBSCRIPTIONS);
          exchange.close();
        });
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}

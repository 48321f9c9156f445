package dev.mecha.acceptance.process;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** A server with the Chat Completions API that says the same to everybody. */
public final class ModelServer implements AutoCloseable {

  private static final String ANSWER =
      """
      {"choices": [{"index": 0, "finish_reason": "stop",
        "message": {"role": "assistant", "content": "Call me at +4422222222."}}],
       "usage": {"prompt_tokens": 3, "completion_tokens": 5, "total_tokens": 8}}
      """;

  private final HttpServer server;
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final String key;

  private ModelServer(String key) {
    this.key = key;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/v1/chat/completions", this::answer);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  /**
   * @param key that requests must bring; others are told which one they brought
   * @return a server
   */
  public static ModelServer start(String key) {
    return new ModelServer(key);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      requests.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
      String brought = exchange.getRequestHeaders().getFirst("Authorization");
      boolean known = ("Bearer " + key).equals(brought);
      String text =
          known ? ANSWER : "{\"error\": {\"message\": \"no access for " + brought + "\"}}";
      byte[] body = text.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(known ? 200 : 401, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  /**
   * @return where its API is
   */
  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
  }

  /**
   * @return the bodies of all requests
   */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}

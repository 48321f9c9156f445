package dev.mecha.component.conversation;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** A server that remembers what it was asked and answers as a test wants. */
final class StubServer implements AutoCloseable {

  /** One request. */
  record Request(String path, Map<String, List<String>> headers, JsonNode body) {

    String header(String name) {
      return headers.getOrDefault(name, List.of("")).getFirst();
    }
  }

  /** One answer. */
  record Answer(int status, String body) {}

  private final HttpServer server;
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final CountDownLatch asked = new CountDownLatch(1);
  private volatile Function<Request, Answer> behaviour;

  StubServer(Function<Request, Answer> behaviour) {
    this.behaviour = behaviour;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::handle);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      var request =
          new Request(
              exchange.getRequestURI().toString(),
              exchange.getRequestHeaders(),
              JsonService.JSON.readTree(exchange.getRequestBody()));
      requests.add(request);
      asked.countDown();
      Answer answer = behaviour.apply(request);
      byte[] body = answer.body.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(answer.status, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  /** Answers so from now on. */
  void answer(int status, String body) {
    behaviour = request -> new Answer(status, body);
  }

  /** Answers nothing from now on, until it is closed. */
  void hang() {
    behaviour =
        request -> {
          try {
            closed.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return new Answer(500, "");
        };
  }

  void awaitRequest() throws InterruptedException {
    asked.await();
  }

  String url() {
    return "http://" + authority();
  }

  String authority() {
    return "localhost:" + server.getAddress().getPort();
  }

  List<Request> requests() {
    return requests;
  }

  /** The body of the only request. */
  JsonNode body() {
    if (requests.size() != 1) {
      throw new AssertionError(requests.size() + " requests");
    }
    return requests.getFirst().body;
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
  }
}

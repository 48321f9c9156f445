package dev.mecha.acceptance.process;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** An HTTP application that subscribes to topics and remembers the events that it got. */
public final class EventApp implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Queue<Delivery> deliveries = new ConcurrentLinkedQueue<>();
  private final String subscriptions;
  private volatile Function<Delivery, Answer> behaviour = EventApp::fine;
  private volatile boolean well = true;

  /**
   * One event, or several.
   *
   * @param path to which it came
   * @param contentType of the request
   * @param body what it is
   */
  public record Delivery(String path, String contentType, JsonNode body) {

    /**
     * @return the data of a single event as text
     */
    public String data() {
      return body.path("data").asText();
    }
  }

  /**
   * What the application answers.
   *
   * @param status HTTP's
   * @param body the text
   */
  public record Answer(int status, String body) {}

  private EventApp(HttpServer server, String subscriptions) {
    this.server = server;
    this.subscriptions = subscriptions;
  }

  /**
   * @param subscriptions what it answers when it is asked what it listens to: JSON
   * @return an application that listens on a free port of the loopback interface
   */
  public static EventApp start(String subscriptions) {
    return start(subscriptions, 0);
  }

  /**
   * @param subscriptions what it answers when it is asked what it listens to: JSON
   * @param port where it listens
   * @return the application
   */
  public static EventApp start(String subscriptions, int port) {
    try {
      var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
      var app = new EventApp(HttpServer.create(address, 1024), subscriptions);
      app.server.setExecutor(app.threads);
      app.server.createContext("/", app::handle);
      app.server.start();
      return app;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * @param other how it answers events from now on
   * @return this
   */
  public EventApp answering(Function<Delivery, Answer> other) {
    behaviour = other;
    return this;
  }

  /**
   * @return where it listens
   */
  public int port() {
    return server.getAddress().getPort();
  }

  /**
   * @return all that came, in order
   */
  public List<Delivery> deliveries() {
    return List.copyOf(deliveries);
  }

  /**
   * @param path a route
   * @return what came there, in order
   */
  public List<Delivery> deliveries(String path) {
    return deliveries.stream().filter(one -> one.path.equals(path)).toList();
  }

  private static Answer fine(Delivery delivery) {
    return new Answer(200, "");
  }

  /**
   * @param other whether it says that it is well from now on
   */
  public void well(boolean other) {
    well = other;
  }

  private void handle(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    String path = exchange.getRequestURI().getPath();
    Answer answer;
    if (path.equals("/dapr/subscribe")) {
      answer = new Answer(200, subscriptions);
    } else if (path.equals("/healthz")) {
      answer = new Answer(well ? 200 : 503, "{}");
    } else if (path.equals("/dapr/config")) {
      answer = new Answer(200, "{}");
    } else {
      var delivery =
          new Delivery(
              path, exchange.getRequestHeaders().getFirst("Content-Type"), JSON.readTree(body));
      deliveries.add(delivery);
      answer = behaviour.apply(delivery);
    }
    byte[] text = answer.body.getBytes(StandardCharsets.UTF_8);
    try (exchange) {
      exchange.sendResponseHeaders(answer.status, text.length == 0 ? -1 : text.length);
      exchange.getResponseBody().write(text);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}

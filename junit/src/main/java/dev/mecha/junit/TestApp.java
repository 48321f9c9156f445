package dev.mecha.junit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.mecha.kernel.text.JsonText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * An application of a few lines inside the test: what it answers is said before it starts, and what
 * it was called with can be looked at any time. Thread-safe.
 *
 * <pre>{@code
 * static final TestApp APP =
 *     new TestApp()
 *         .subscribe("pubsub", "orders", event -> AppAnswer.ok())
 *         .on("price", request -> AppAnswer.json("{\"euros\":5}"));
 * }</pre>
 */
public final class TestApp implements AutoCloseable {

  private static final String EVENTS = "events/";

  private final Map<String, AppHandler> handlers = new ConcurrentHashMap<>();
  private final List<Topic> topics = new CopyOnWriteArrayList<>();
  private final List<AppRequest> received = new CopyOnWriteArrayList<>();
  private @Nullable HttpServer server;

  private record Topic(String pubsub, String name) {

    String method() {
      return EVENTS + pubsub + "/" + name;
    }
  }

  /** Answers nothing yet. */
  public TestApp() {}

  /**
   * Answers calls of a method, and events of a binding of that name.
   *
   * @param method the path without a leading slash
   * @param handler answers; any verb
   * @return this
   */
  public TestApp on(String method, AppHandler handler) {
    handlers.put(method, handler);
    return this;
  }

  /**
   * Subscribes to a topic.
   *
   * @param pubsub the component
   * @param topic a plain name
   * @param handler takes events as CloudEvents; an answer with 500 lets the event come again as the
   *     component's policies say
   * @return this
   */
  public TestApp subscribe(String pubsub, String topic, AppHandler handler) {
    var wanted = new Topic(pubsub, topic);
    topics.add(wanted);
    return on(wanted.method(), handler);
  }

  /**
   * @return all it was called with so far, in order; what the sidecar asks of its own accord, such
   *     as {@code /dapr/subscribe}, is not among it
   */
  public List<AppRequest> received() {
    return List.copyOf(received);
  }

  /**
   * @param pubsub the component
   * @param topic the topic
   * @return the events of a topic that it was brought so far, those that it refused among them
   */
  public List<AppRequest> events(String pubsub, String topic) {
    String method = new Topic(pubsub, topic).method();
    return received.stream().filter(request -> request.method().equals(method)).toList();
  }

  /** Forgets what it was called with. */
  public void forget() {
    received.clear();
  }

  /**
   * Starts it on a free port of the loopback interface, unless it runs.
   *
   * @return its port
   */
  public synchronized int start() {
    HttpServer running = server;
    if (running == null) {
      try {
        running = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      running.createContext("/", this::serve);
      running.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      running.start();
      server = running;
    }
    return running.getAddress().getPort();
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      var request =
          new AppRequest(
              exchange.getRequestMethod(),
              exchange.getRequestURI().getPath().substring(1),
              exchange.getRequestBody().readAllBytes());
      AppAnswer answer = answer(request);
      if (!answer.contentType().isEmpty()) {
        exchange.getResponseHeaders().set("Content-Type", answer.contentType());
      }
      exchange.sendResponseHeaders(
          answer.status(), answer.body().length == 0 ? -1 : answer.body().length);
      exchange.getResponseBody().write(answer.body());
    }
  }

  private AppAnswer answer(AppRequest request) {
    if (request.method().equals("dapr/subscribe")) {
      return AppAnswer.json(subscriptions());
    }
    AppHandler handler = handlers.get(request.method());
    if (request.verb().equals("OPTIONS") || request.method().startsWith("dapr/")) {
      return AppAnswer.status(handler == null ? 404 : 200); // does it want a binding's events?
    }
    received.add(request);
    try {
      return handler == null ? AppAnswer.status(404) : handler.answer(request);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return AppAnswer.status(500);
    } catch (Exception e) {
      return new AppAnswer(500, "text/plain", e.toString().getBytes(UTF_8));
    }
  }

  private String subscriptions() {
    var json = new StringBuilder("[");
    for (Topic topic : topics) {
      json.append(json.length() > 1 ? "," : "").append("{\"pubsubname\":");
      JsonText.appendString(json, topic.pubsub());
      json.append(",\"topic\":");
      JsonText.appendString(json, topic.name());
      json.append(",\"route\":");
      JsonText.appendString(json, "/" + topic.method());
      json.append('}');
    }
    return json.append(']').toString();
  }

  /** Ends it; it may start again. */
  @Override
  public synchronized void close() {
    if (server != null) {
      server.stop(0);
      server = null;
    }
  }
}

package dev.mecha.component.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A service that answers what a test tells it to, the last answer again and again, and keeps what
 * it was asked.
 */
final class FakeService implements AutoCloseable {

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Queue<Answer> answers = new ArrayDeque<>();
  private final List<Asked> asked = new CopyOnWriteArrayList<>();
  private final CountDownLatch end = new CountDownLatch(1);

  /**
   * What is answered.
   *
   * @param status 0 for nothing at all, for as long as the service is there
   * @param body makes the answer
   */
  private record Answer(int status, Function<Asked, String> body) {}

  /**
   * A request that came.
   *
   * @param headers by name in lower case
   * @param body as text
   */
  record Asked(Map<String, String> headers, String body) {

    /** The fields of a form. */
    Map<String, String> form() {
      var fields = new HashMap<String, String>();
      for (String field : body.split("&")) {
        String[] parts = field.split("=", 2);
        fields.put(parts[0], URLDecoder.decode(parts.length > 1 ? parts[1] : "", UTF_8));
      }
      return fields;
    }
  }

  FakeService() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  FakeService answering(int status, String body) {
    return answering(status, _ -> body);
  }

  FakeService answering(int status, Function<Asked, String> body) {
    synchronized (answers) {
      answers.add(new Answer(status, body));
    }
    return this;
  }

  /** Takes requests and says nothing. */
  FakeService silent() {
    return answering(0, "");
  }

  private void handle(HttpExchange exchange) {
    try (exchange) {
      var headers = new HashMap<String, String>();
      exchange
          .getRequestHeaders()
          .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
      var question =
          new Asked(headers, new String(exchange.getRequestBody().readAllBytes(), UTF_8));
      asked.add(question);
      Answer answer = next();
      if (answer == null || answer.status() == 0) {
        end.await();
        return;
      }
      byte[] body = answer.body().apply(question).getBytes(UTF_8);
      exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private @Nullable Answer next() {
    synchronized (answers) {
      return answers.size() > 1 ? answers.remove() : answers.peek();
    }
  }

  String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  List<Asked> asked() {
    return asked;
  }

  @Override
  public void close() {
    end.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}

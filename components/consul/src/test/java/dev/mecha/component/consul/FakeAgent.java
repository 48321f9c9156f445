package dev.mecha.component.consul;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An agent that keeps registrations and takes all of them for healthy. */
final class FakeAgent implements AutoCloseable {

  final Map<String, Map<String, Object>> services = new ConcurrentHashMap<>();
  final List<String> requests = new CopyOnWriteArrayList<>();
  volatile boolean broken;
  private final HttpServer server;
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();

  FakeAgent() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(executor);
    server.createContext("/", this::serve);
    server.start();
  }

  String address() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  private void serve(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    var headers = exchange.getRequestHeaders();
    requests.add(
        "%s %s token=%s auth=%s cache=%s"
            .formatted(
                exchange.getRequestMethod(),
                exchange.getRequestURI(),
                headers.getFirst("X-Consul-Token"),
                headers.getFirst("Authorization"),
                headers.getFirst("Cache-Control")));
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    if (broken) {
      answer(exchange, 500, "No cluster leader");
    } else if (path.equals("/v1/agent/service/register")) {
      Map<String, Object> service = Json.asObject(Json.parse(body));
      services.put(Json.text(service, "ID"), service);
      answer(exchange, 200, "");
    } else if (path.startsWith("/v1/agent/service/deregister/")) {
      services.remove(path.substring("/v1/agent/service/deregister/".length()));
      answer(exchange, 200, "");
    } else if (path.startsWith("/v1/health/service/")) {
      answer(exchange, 200, healthy(path.substring("/v1/health/service/".length())));
    } else {
      answer(exchange, path.equals("/v1/agent/self") ? 200 : 404, "{}");
    }
  }

  private String healthy(String name) {
    var entries = new ArrayList<Object>();
    for (Map<String, Object> service : services.values()) {
      if (Json.text(service, "Name").equals(name)) {
        entries.add(Map.of("Node", Map.of("Address", "10.9.9.9"), "Service", service));
      }
    }
    return Json.write(entries);
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    if (bytes.length > 0) {
      exchange.getResponseBody().write(bytes);
    }
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
    executor.shutdownNow();
  }
}

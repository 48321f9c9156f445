import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/** Subscribes to a topic, publishes an event there, and ends when the event has come. */
public class Events {

  static final String SUBSCRIPTIONS =
      "[{\"pubsubname\": \"pubsub\", \"topic\": \"java-orders\", \"route\": \"/orders\"}]";

  public static void main(String[] arguments) throws Exception {
    var arrived = new CompletableFuture<String>();
    int port = Integer.parseInt(System.getenv("APP_PORT"));
    var server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 0);
    server.createContext("/dapr/subscribe", call -> answer(call, SUBSCRIPTIONS));
    server.createContext(
        "/orders",
        call -> {
          String event =
              new String(call.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          answer(call, "{\"status\": \"SUCCESS\"}");
          arrived.complete(event);
        });
    server.start();
    awaitReady();

    var publish =
        HttpRequest.newBuilder(URI.create(sidecar() + "/v1.0/publish/pubsub/java-orders"))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString("{\"id\": 7}"))
            .build();
    HttpClient.newHttpClient().send(publish, BodyHandlers.discarding());
    System.out.println("event " + arrived.get());
    System.exit(0);
  }

  static String sidecar() {
    return "http://localhost:" + System.getenv("DAPR_HTTP_PORT");
  }

  /** The sidecar is ready when this application listens. */
  static void awaitReady() throws Exception {
    var health = HttpRequest.newBuilder(URI.create(sidecar() + "/v1.0/healthz")).build();
    while (HttpClient.newHttpClient().send(health, BodyHandlers.discarding()).statusCode() != 204) {
      Thread.sleep(50);
    }
  }

  static void answer(HttpExchange call, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    call.getResponseHeaders().add("Content-Type", "application/json");
    call.sendResponseHeaders(200, body.length);
    call.getResponseBody().write(body);
    call.close();
  }
}

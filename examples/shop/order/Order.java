import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;

/**
 * Takes orders: {@code POST /order/tea/3}. Asks product, discount and pay by their names, and tells
 * the world what was bought.
 */
public class Order {

  static final String SIDECAR = "http://localhost:" + System.getenv("DAPR_HTTP_PORT") + "/v1.0";
  static final HttpClient HTTP = HttpClient.newHttpClient();

  public static void main(String[] arguments) throws Exception {
    int port = Integer.parseInt(System.getenv("APP_PORT"));
    var server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 0);
    server.createContext(
        "/order/",
        call -> {
          String[] path = call.getRequestURI().getPath().split("/");
          byte[] answer;
          int status = 200;
          try {
            answer = order(path[2], Integer.parseInt(path[3])).getBytes(StandardCharsets.UTF_8);
          } catch (Exception e) {
            status = 500;
            answer = e.toString().getBytes(StandardCharsets.UTF_8);
          }
          call.getResponseHeaders().add("Content-Type", "application/json");
          call.sendResponseHeaders(status, answer.length);
          call.getResponseBody().write(answer);
          call.close();
        });
    server.start();
  }

  static String order(String product, int quantity) throws Exception {
    int price = Integer.parseInt(send("GET", "/invoke/product/method/price/" + product, ""));
    int percent = Integer.parseInt(send("GET", "/invoke/discount/method/" + quantity, ""));
    int total = price * quantity * (100 - percent) / 100;
    // pay speaks gRPC: the sidecars translate.
    String receipt = send("POST", "/invoke/pay/method/pay", "{\"amount\": " + total + "}");
    String bought =
        "{\"product\": \"%s\", \"quantity\": %d, \"total\": %d, \"receipt\": %s}"
            .formatted(product, quantity, total, receipt);
    send("POST", "/publish/pubsub/bought", bought);
    return bought;
  }

  static String send(String verb, String path, String body)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(SIDECAR + path))
            .header("Content-Type", "application/json")
            .method(verb, BodyPublishers.ofString(body))
            .build();
    var answer = HTTP.send(request, BodyHandlers.ofString());
    if (answer.statusCode() >= 300) {
      throw new IOException(path + ": " + answer.statusCode() + " " + answer.body());
    }
    return answer.body();
  }
}

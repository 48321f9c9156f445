import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;

/** Knows what things cost. The catalogue is in the state store. */
public class Product {

  static final String STORE =
      "http://localhost:" + System.getenv("DAPR_HTTP_PORT") + "/v1.0/state/statestore";
  static final HttpClient HTTP = HttpClient.newHttpClient();

  public static void main(String[] arguments) throws Exception {
    var catalogue = "[{\"key\": \"tea\", \"value\": 4}, {\"key\": \"cup\", \"value\": 9}]";
    var save = HttpRequest.newBuilder(URI.create(STORE));
    save.header("Content-Type", "application/json").POST(BodyPublishers.ofString(catalogue));
    HTTP.send(save.build(), BodyHandlers.discarding());

    int port = Integer.parseInt(System.getenv("APP_PORT"));
    var server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 0);
    server.createContext(
        "/price/",
        call -> {
          String name = call.getRequestURI().getPath().substring("/price/".length());
          var read = HttpRequest.newBuilder(URI.create(STORE + "/" + name)).build();
          try {
            byte[] price = HTTP.send(read, BodyHandlers.ofByteArray()).body();
            call.sendResponseHeaders(price.length == 0 ? 404 : 200, price.length == 0 ? -1 : price.length);
            call.getResponseBody().write(price);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          } finally {
            call.close();
          }
        });
    server.start();
  }
}

import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/**
 * Reads an item, asks to be told of changes, edits the file that it is in, and ends when the news
 * has come.
 */
public class Configuration {

  static final String SIDECAR = "http://localhost:" + System.getenv("DAPR_HTTP_PORT");
  static final String STORE = SIDECAR + "/v1.0/configuration/configstore";
  static final HttpClient HTTP = HttpClient.newHttpClient();

  public static void main(String[] arguments) throws Exception {
    System.out.println("limit " + get(STORE + "?key=limit").body());

    var changed = new CompletableFuture<String>();
    int port = Integer.parseInt(System.getenv("APP_PORT"));
    var server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 0);
    server.createContext(
        "/configuration/configstore/limit",
        call -> {
          String news = new String(call.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          call.sendResponseHeaders(200, -1);
          call.close();
          changed.complete(news);
        });
    server.start();
    // The sidecar is ready when this application listens.
    while (get(SIDECAR + "/v1.0/healthz").statusCode() != 204) {
      Thread.sleep(50);
    }

    get(STORE + "/subscribe?key=limit");
    Files.writeString(Path.of("items.json"), "{\"limit\": \"20\"}");
    System.out.println("changed " + changed.get());
    System.exit(0);
  }

  static HttpResponse<String> get(String url) throws Exception {
    return HTTP.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
  }
}

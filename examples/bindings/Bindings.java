import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;

/** Writes a file through a binding, and reads it back. */
public class Bindings {
  public static void main(String[] arguments) throws Exception {
    ask("create", "\"hello from java\"");
    System.out.println("file " + ask("get", "null"));
  }

  static String ask(String operation, String data) throws Exception {
    String body =
        "{\"operation\": \"%s\", \"data\": %s, \"metadata\": {\"fileName\": \"java.txt\"}}"
            .formatted(operation, data);
    String url = "http://localhost:" + System.getenv("DAPR_HTTP_PORT") + "/v1.0/bindings/files";
    var request = HttpRequest.newBuilder(URI.create(url)).POST(BodyPublishers.ofString(body));
    return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString()).body();
  }
}

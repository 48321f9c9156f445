import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;

/** Saves a value, reads it, and changes it only if nobody else has. */
public class State {

  static final String STORE =
      "http://localhost:" + System.getenv("DAPR_HTTP_PORT") + "/v1.0/state/statestore";
  static final HttpClient HTTP = HttpClient.newHttpClient();

  public static void main(String[] arguments) throws Exception {
    save("[{\"key\": \"java-order\", \"value\": {\"items\": 1}}]");

    var request = HttpRequest.newBuilder(URI.create(STORE + "/java-order")).build();
    var read = HTTP.send(request, BodyHandlers.ofString());
    System.out.println("read " + read.body());

    String etag = read.headers().firstValue("ETag").orElseThrow();
    String change =
        "[{\"key\": \"java-order\", \"value\": {\"items\": 2}, \"etag\": \"%s\"}]".formatted(etag);
    System.out.println("changed: " + save(change));
    System.out.println("changed again with the old ETag: " + save(change));
  }

  static int save(String body) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create(STORE))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build();
    return HTTP.send(request, BodyHandlers.discarding()).statusCode();
  }
}

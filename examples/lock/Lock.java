import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;

/** Two owners want the same thing; the second gets it when the first gives it back. */
public class Lock {

  static final HttpClient HTTP = HttpClient.newHttpClient();

  public static void main(String[] arguments) throws Exception {
    System.out.println("first " + lock("first"));
    System.out.println("second " + lock("second"));
    System.out.println("given back " + unlock("first"));
    System.out.println("second again " + lock("second"));
    unlock("second");
  }

  static String lock(String owner) throws Exception {
    return ask(
        "lock",
        "{\"resourceId\": \"java-stock\", \"lockOwner\": \"%s\", \"expiryInSeconds\": 60}"
            .formatted(owner));
  }

  static String unlock(String owner) throws Exception {
    return ask(
        "unlock", "{\"resourceId\": \"java-stock\", \"lockOwner\": \"%s\"}".formatted(owner));
  }

  static String ask(String what, String body) throws Exception {
    String sidecar = "http://localhost:" + System.getenv("DAPR_HTTP_PORT");
    var url = URI.create(sidecar + "/v1.0-alpha1/" + what + "/lockstore");
    var request = HttpRequest.newBuilder(url).POST(BodyPublishers.ofString(body)).build();
    return HTTP.send(request, BodyHandlers.ofString()).body();
  }
}

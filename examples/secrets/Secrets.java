import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;

/** Reads a secret. */
public class Secrets {
  public static void main(String[] arguments) throws Exception {
    String url =
        "http://localhost:"
            + System.getenv("DAPR_HTTP_PORT")
            + "/v1.0/secrets/secretstore/greeting";
    var request = HttpRequest.newBuilder(URI.create(url)).build();
    System.out.println(
        "secret " + HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body());
  }
}

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;

/** Calls another application by its name. */
public class Call {
  public static void main(String[] arguments) throws Exception {
    String sidecar = "http://localhost:" + System.getenv("DAPR_HTTP_PORT");
    var request =
        HttpRequest.newBuilder(URI.create(sidecar + "/v1.0/invoke/answer/method/shout"))
            .POST(BodyPublishers.ofString("hello from java"))
            .build();
    var answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    System.out.println("answer " + answer.body());
  }
}

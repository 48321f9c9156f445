import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;

/** Says something to a model, and shows what it answers. */
public class Conversation {
  public static void main(String[] arguments) throws Exception {
    String said =
        "{\"inputs\": [{\"messages\": [{\"ofUser\": {\"content\": [{\"text\": \"hello from"
            + " java\"}]}}]}]}";
    String url =
        "http://localhost:"
            + System.getenv("DAPR_HTTP_PORT")
            + "/v1.0-alpha2/conversation/echo/converse";
    var request = HttpRequest.newBuilder(URI.create(url)).POST(BodyPublishers.ofString(said));
    var answer = HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
    System.out.println("answer " + answer.body());
  }
}

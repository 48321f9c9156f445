import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** Answers calls of other applications: what it gets, in capitals. */
public class Answer {
  public static void main(String[] arguments) throws Exception {
    int port = Integer.parseInt(System.getenv("APP_PORT"));
    var server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 0);
    server.createContext(
        "/shout",
        call -> {
          String text = new String(call.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          byte[] answer = text.toUpperCase().getBytes(StandardCharsets.UTF_8);
          call.sendResponseHeaders(200, answer.length);
          call.getResponseBody().write(answer);
          call.close();
        });
    server.start();
  }
}

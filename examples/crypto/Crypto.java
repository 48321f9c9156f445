import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;

/** Encrypts a message with a key that it never sees, and decrypts it. */
public class Crypto {

  static final HttpClient HTTP = HttpClient.newHttpClient();

  public static void main(String[] arguments) throws Exception {
    byte[] secret =
        put(
            "encrypt",
            "hello from java".getBytes(StandardCharsets.UTF_8),
            "dapr-key-name",
            "example",
            "dapr-key-wrap-algorithm",
            "A256KW");
    String text = new String(secret, StandardCharsets.ISO_8859_1);
    System.out.println("encrypted " + text.lines().findFirst().orElseThrow());
    System.out.println(
        "decrypted " + new String(put("decrypt", secret), StandardCharsets.UTF_8));
  }

  static byte[] put(String what, byte[] data, String... headers) throws Exception {
    String sidecar = "http://localhost:" + System.getenv("DAPR_HTTP_PORT");
    var url = URI.create(sidecar + "/v1.0-alpha1/crypto/keys/" + what);
    var request = HttpRequest.newBuilder(url).PUT(BodyPublishers.ofByteArray(data));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return HTTP.send(request.build(), BodyHandlers.ofByteArray()).body();
  }
}

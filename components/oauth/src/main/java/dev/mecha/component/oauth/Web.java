package dev.mecha.component.oauth;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.mecha.spi.ComponentException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.text.ParseException;
import java.time.Duration;
import java.util.Map;

/** Asks servers for JSON. Thread-safe. */
final class Web implements AutoCloseable {

  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(TIMEOUT)
          .followRedirects(HttpClient.Redirect.NORMAL)
          .build();

  /** Sends a request, whatever the answer's status is. */
  HttpResponse<String> send(HttpRequest.Builder request) throws InterruptedException {
    HttpRequest built = request.timeout(TIMEOUT).build();
    try {
      return client.send(built, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new ComponentException(built.uri() + ": " + reason(e), e);
    }
  }

  private static String reason(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  /** Gets an object. */
  Map<String, Object> get(URI uri) throws InterruptedException {
    HttpResponse<String> answer =
        send(HttpRequest.newBuilder(uri).header("Accept", "application/json"));
    if (answer.statusCode() != 200) {
      throw new ComponentException(uri + ": status " + answer.statusCode() + " (expected: 200)");
    }
    return object(uri, answer.body());
  }

  static Map<String, Object> object(URI from, String text) {
    try {
      return JSONObjectUtils.parse(text);
    } catch (ParseException e) {
      throw new ComponentException(from + ": the answer is no JSON object", e);
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}

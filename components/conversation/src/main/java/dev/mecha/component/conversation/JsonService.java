package dev.mecha.component.conversation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mecha.spi.ComponentException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;

/**
 * A server that takes and gives JSON. A call waits as long as the server thinks: models take their
 * time, and it is the policies of the component that say when it is enough. An interrupt ends it.
 */
final class JsonService implements AutoCloseable {

  static final JsonMapper JSON = new JsonMapper();

  private static final Duration CONNECT = Duration.ofSeconds(30);
  private static final int MAX_SHOWN = 1000;

  private final URI uri;
  private final Map<String, String> headers;
  private final String secret;
  private final HttpClient client;
  private volatile boolean closed;

  /**
   * @param uri where it is
   * @param headers of every request
   * @param secret what no message may show
   */
  JsonService(String uri, Map<String, String> headers, String secret) {
    this.uri = URI.create(uri);
    this.headers = headers;
    this.secret = secret;
    // Servers in the house often know no better, and take the offer of HTTP/2 for a request.
    boolean plain = "http".equals(this.uri.getScheme());
    this.client =
        HttpClient.newBuilder()
            .version(plain ? HttpClient.Version.HTTP_1_1 : HttpClient.Version.HTTP_2)
            .connectTimeout(CONNECT)
            .build();
  }

  /**
   * @throws ComponentException if there is no answer, or one that is no success
   */
  JsonNode post(ObjectNode body) throws InterruptedException {
    if (closed) {
      throw new ComponentException("the model is closed");
    }
    var request = HttpRequest.newBuilder(uri).header("Content-Type", "application/json");
    headers.forEach(request::header);
    try {
      HttpResponse<String> answer =
          client.send(
              request.POST(BodyPublishers.ofString(body.toString())).build(),
              BodyHandlers.ofString());
      if (answer.statusCode() / 100 != 2) {
        throw new ComponentException(
            "API returned unexpected status code: " + answer.statusCode() + shown(answer.body()));
      }
      return JSON.readTree(answer.body());
    } catch (JsonProcessingException e) {
      throw new ComponentException(server() + ": the answer is no JSON", e);
    } catch (IOException e) {
      throw new ComponentException(server() + ": " + reason(e), e);
    }
  }

  private String server() {
    return uri.getPort() < 0 ? uri.getHost() : uri.getHost() + ":" + uri.getPort();
  }

  /** A server that is not there is told by the type of the failure alone. */
  private static String reason(IOException e) {
    if (e instanceof ConnectException && e.getMessage() == null) {
      return "cannot be reached";
    }
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  /** What the server says about it, if it says it in the usual form. */
  private String shown(String body) {
    String message;
    try {
      JsonNode error = JSON.readTree(body).path("error");
      message = error.isTextual() ? error.asText() : error.path("message").asText();
    } catch (JsonProcessingException e) {
      message = "";
    }
    if (message.isEmpty()) {
      return "";
    }
    String shortened = message.length() > MAX_SHOWN ? message.substring(0, MAX_SHOWN) : message;
    return ": " + (secret.isEmpty() ? shortened : shortened.replace(secret, "(hidden)"));
  }

  @Override
  public void close() {
    closed = true;
    client.shutdownNow();
  }
}

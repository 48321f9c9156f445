package dev.mecha.component.etcd;

import dev.mecha.component.support.ClientTls;
import dev.mecha.spi.ComponentException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLHandshakeException;

/**
 * Calls the servers. A server that cannot be reached is passed over for the next; a call that may
 * have arrived is not made again.
 */
final class EtcdClient implements AutoCloseable {

  private static final int SHOWN = 200;
  private static final int UNAUTHENTICATED = 401;
  private static final int BAD_REQUEST = 400;

  private final EtcdSettings settings;
  private final HttpClient http;
  private final AtomicInteger current = new AtomicInteger();
  private volatile String token = "";
  private volatile boolean closed;

  EtcdClient(EtcdSettings settings) {
    this.settings = settings;
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(3));
    ClientTls tls = settings.tls();
    if (tls != null) {
      builder.sslContext(tls.context());
    }
    this.http = builder.build();
  }

  /**
   * Makes a call.
   *
   * @param path such as {@code v3/kv/txn}
   * @param message the request
   * @return the answer
   * @throws ComponentException if the servers cannot be reached, or refuse
   * @throws InterruptedException if the thread is interrupted
   */
  Map<String, Object> call(String path, Map<String, Object> message) throws InterruptedException {
    if (closed) {
      throw new ComponentException(settings + ": the component is closed");
    }
    if (!settings.username().isEmpty() && token.isEmpty()) {
      signIn();
    }
    String sentWith = token;
    HttpResponse<String> answer = send(path, message, sentWith);
    if (isTokenOver(answer) && !sentWith.isEmpty()) {
      signIn();
      answer = send(path, message, token);
    }
    return parse(answer);
  }

  private static boolean isTokenOver(HttpResponse<String> answer) {
    return answer.statusCode() == UNAUTHENTICATED
        || (answer.statusCode() == BAD_REQUEST && answer.body().contains("invalid auth token"));
  }

  private void signIn() throws InterruptedException {
    Map<String, Object> user = Map.of("name", settings.username(), "password", settings.password());
    token = Json.text(parse(send("v3/auth/authenticate", user, "")), "token");
  }

  private HttpResponse<String> send(String path, Map<String, Object> message, String authorization)
      throws InterruptedException {
    String body = Json.write(message);
    int count = settings.endpoints().size();
    int index = current.get();
    for (int attempt = 1; ; attempt++) {
      try {
        return http.send(
            request(settings.endpoints().get(index), path, body, authorization),
            BodyHandlers.ofString());
      } catch (ConnectException | HttpConnectTimeoutException | SSLHandshakeException e) {
        int next = (index + 1) % count;
        current.compareAndSet(index, next);
        index = next;
        if (attempt >= count) {
          throw new ComponentException(settings + ": cannot connect: " + reason(e), e);
        }
      } catch (IOException e) {
        throw new ComponentException(
            settings + ": " + reason(e) + "; it may or may not have been done", e);
      }
    }
  }

  private HttpRequest request(URI endpoint, String path, String body, String authorization) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(endpoint.resolve(path))
            .timeout(settings.timeout())
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body));
    if (!authorization.isEmpty()) {
      request.header("Authorization", authorization);
    }
    return request.build();
  }

  private static String reason(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private Map<String, Object> parse(HttpResponse<String> answer) {
    String body = answer.body();
    Map<String, Object> message;
    try {
      message = Json.parse(body);
    } catch (IOException e) {
      String shown = body.substring(0, Math.min(body.length(), SHOWN)).strip();
      throw new ComponentException(
          settings + ": status " + answer.statusCode() + ", not JSON: " + shown, e);
    }
    if (answer.statusCode() != 200) {
      throw new ComponentException(settings + " refused: " + Json.text(message, "error"));
    }
    return message;
  }

  @Override
  public void close() {
    closed = true;
    http.shutdownNow();
  }
}

package dev.mecha.cli.client;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Speaks HTTP with sidecars, through a port of the loopback interface or a Unix domain socket. */
public final class SidecarClient implements AutoCloseable {

  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

  private final Vertx vertx;
  private final HttpClient http;
  private final String token;

  /**
   * What a sidecar answered.
   *
   * @param status the code
   * @param reason the words behind the code
   * @param body the whole body
   */
  public record Answer(int status, String reason, Buffer body) {

    /**
     * @return whether it is neither a failure nor a redirection
     */
    public boolean ok() {
      return status >= 200 && status < 300;
    }
  }

  /**
   * Starts the one thread that it needs.
   *
   * @param environment of the process, which may hold the token that sidecars ask for
   */
  public SidecarClient(Map<String, String> environment) {
    token = environment.getOrDefault("DAPR_API_TOKEN", "");
    vertx =
        Vertx.vertx(
            new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(1)
                .setFileSystemOptions(
                    new FileSystemOptions()
                        .setFileCachingEnabled(false)
                        .setClassPathResolvingEnabled(false)));
    http = vertx.createHttpClient();
  }

  /**
   * Makes a call and waits for its end.
   *
   * @param where the sidecar's HTTP API
   * @param verb such as {@code GET}
   * @param path from the slash on, encoded, with the query
   * @param headers by name
   * @param body empty for none
   * @param timeout of the whole call
   * @return the answer
   * @throws IOException if there is none, or none in time
   * @throws InterruptedException if the caller is interrupted
   */
  public Answer send(
      Address where,
      String verb,
      String path,
      Map<String, String> headers,
      byte[] body,
      Duration timeout)
      throws IOException, InterruptedException {
    RequestOptions options = options(where, timeout).setMethod(HttpMethod.valueOf(verb));
    options.setURI(path);
    headers.forEach(options::putHeader);
    if (!token.isEmpty()) {
      options.putHeader("dapr-api-token", token);
    }
    Future<Answer> answer =
        http.request(options)
            .compose(request -> request.send(Buffer.buffer(body)))
            .compose(SidecarClient::answer);
    try {
      return answer
          .toCompletionStage()
          .toCompletableFuture()
          .get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new IOException(reason(e), e);
    } catch (TimeoutException e) {
      throw new IOException("no answer within " + timeout.toSeconds() + " s", e);
    }
  }

  private static RequestOptions options(Address where, Duration timeout) {
    var options = new RequestOptions().setConnectTimeout(timeout.toMillis());
    return where.socket().isEmpty()
        ? options.setHost("127.0.0.1").setPort(where.port())
        : options
            .setHost("localhost")
            .setPort(80)
            .setServer(SocketAddress.domainSocketAddress(where.socket()));
  }

  private static Future<Answer> answer(HttpClientResponse response) {
    return response
        .body()
        .map(body -> new Answer(response.statusCode(), response.statusMessage(), body));
  }

  private static String reason(ExecutionException e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    String message = cause.getMessage();
    return message == null ? cause.getClass().getSimpleName() : message;
  }

  /** Ends the thread. */
  @Override
  public void close() {
    try {
      vertx
          .close()
          .toCompletionStage()
          .toCompletableFuture()
          .get(CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      // The process ends soon, and the thread with it.
      return;
    }
  }

  /**
   * Where the HTTP API of a sidecar is.
   *
   * @param port on the loopback interface; of no interest if there is a socket
   * @param socket a Unix domain socket, or empty
   */
  public record Address(int port, String socket) {

    /**
     * @param folder of the sockets
     * @param appId the application's name
     * @return the socket that a sidecar makes there
     */
    public static Address socketIn(Path folder, String appId) {
      return new Address(0, folder.resolve("dapr-" + appId + "-http.socket").toString());
    }
  }
}

package dev.mecha.transport.http;

import static java.net.http.HttpRequest.BodyPublishers.ofString;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mecha.transport.LeakWatch;
import dev.mecha.transport.ThreadMode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** HTTP/2 without TLS, by upgrade and by prior knowledge. */
@ParameterizedClass
@EnumSource
@ExtendWith(LeakWatch.class)
@Timeout(60)
class Http2Test {

  private final TestServer server;
  private final CountDownLatch waiting = new CountDownLatch(1);
  private final CompletableFuture<String> end = new CompletableFuture<>();

  Http2Test(ThreadMode mode) {
    server = new TestServer(mode);
  }

  @BeforeEach
  void prepare() {
    server
        .limits(HttpLimits.DEFAULTS.withSizes(1_000_000, 4096))
        .on(
            "GET",
            "/hello/{name}",
            exchange ->
                exchange.respond(
                    200,
                    "text/plain",
                    exchange.pathParameter("name").getBytes(StandardCharsets.UTF_8)))
        .on(
            "POST",
            "/echo",
            exchange -> {
              exchange.responseHeader("Metadata.Key", "Value");
              exchange.respond(200, "", exchange.body());
            })
        .on("POST", "/unread", exchange -> exchange.respond(202))
        .on(
            "GET",
            "/wait",
            exchange -> {
              waiting.countDown();
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException e) {
                end.complete("interrupted");
                throw e;
              }
            });
  }

  @AfterEach
  void stop() throws Exception {
    server.stop();
  }

  private HttpClientAgent priorKnowledge() {
    return server
        .loops()
        .vertx()
        .createHttpClient(
            new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setHttp2ClearTextUpgrade(false)
                .setDefaultHost("127.0.0.1")
                .setDefaultPort(server.port()));
  }

  private static <T> T get(io.vertx.core.Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  private record Answer(HttpClientResponse head, String body) {}

  /**
   * The body is asked for on the event loop that brings it: who asks later misses what has come.
   */
  private static io.vertx.core.Future<Answer> send(
      HttpClientAgent client, HttpMethod method, String path, String body) {
    return client
        .request(method, path)
        .compose(request -> request.send(Buffer.buffer(body)).compose(Http2Test::read));
  }

  private static io.vertx.core.Future<Answer> read(HttpClientResponse response) {
    return response.body().map(body -> new Answer(response, body.toString()));
  }

  @Test
  void upgrades() throws Exception {
    server.start();
    try (HttpClient client = HttpClient.newHttpClient()) {
      for (int i = 0; i < 5; i++) {
        HttpResponse<String> answer =
            client.send(
                HttpRequest.newBuilder(server.uri("/echo")).POST(ofString("body " + i)).build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.body()).isEqualTo("body " + i);
        assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(answer.headers().firstValue("metadata.key")).hasValue("Value");
      }
    }
  }

  @Test
  void doesNotUpgradeIfToldNotTo() throws Exception {
    server.h2c(false).start();
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(server.uri("/hello/x")).build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(answer.body()).isEqualTo("x");
      assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
    }
    try (RawClient client = server.raw()) {
      String answer = client.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").readToEnd();
      assertThat(answer).matches("(?s)HTTP/[^ ]+ (4|5).*");
    }
  }

  @Test
  void servesManyStreamsAtOnce() throws Exception {
    server.start();
    HttpClientAgent client = priorKnowledge();
    var answers = new ArrayList<io.vertx.core.Future<Answer>>();
    for (int i = 0; i < 300; i++) {
      answers.add(send(client, HttpMethod.POST, "/echo", i + "x".repeat(i * 50)));
    }
    for (int i = 0; i < 300; i++) {
      Answer answer = get(answers.get(i));
      assertThat(answer.body()).isEqualTo(i + "x".repeat(i * 50));
      assertThat(answer.head().version()).isEqualTo(HttpVersion.HTTP_2);
    }
    get(client.close());
  }

  @Test
  void carriesLargeBodiesAndRefusesTooLargeOnes() throws Exception {
    server.start();
    HttpClientAgent client = priorKnowledge();
    String large = "y".repeat(1_000_000);
    assertThat(get(send(client, HttpMethod.POST, "/echo", large)).body()).isEqualTo(large);
    Answer refusal = get(send(client, HttpMethod.POST, "/echo", large + "!"));
    assertThat(refusal.head().statusCode()).isEqualTo(400);
    assertThat(refusal.body()).contains("stream too large");
    assertThat(get(send(client, HttpMethod.GET, "/hello/still%20there", "")).body())
        .isEqualTo("still there");
    get(client.close());
  }

  @Test
  void answersBeforeABodyThatNobodyReads() throws Exception {
    server.start();
    HttpClientAgent client = priorKnowledge();
    for (int i = 0; i < 50; i++) {
      Answer answer = get(send(client, HttpMethod.POST, "/unread", "x".repeat(100_000)));
      assertThat(answer.head().statusCode()).isEqualTo(202);
    }
    get(client.close());
  }

  @Test
  void interruptsAStreamThatIsReset() throws Exception {
    server.start();
    HttpClientAgent client = priorKnowledge();
    var request = get(client.request(HttpMethod.GET, "/wait"));
    request.end();
    waiting.await();
    get(request.reset());
    assertThat(end.get(5, TimeUnit.SECONDS)).isEqualTo("interrupted");
    assertThat(get(send(client, HttpMethod.GET, "/hello/x", "")).body()).isEqualTo("x");
    get(client.close());
  }

  @Test
  void refusesMalformedRequests() throws Exception {
    server.start();
    HttpClientAgent client = priorKnowledge();
    Answer answer = get(send(client, HttpMethod.GET, "/%zz", ""));
    assertThat(answer.head().statusCode()).isEqualTo(400);
    assertThat(get(send(client, HttpMethod.HEAD, "/nothing", "")).head().statusCode())
        .isEqualTo(404);
    get(client.close());
  }

  @Test
  void closesOnGarbageAfterThePreface() throws Exception {
    server.start();
    for (String garbage : List.of("x".repeat(500), "\0\0\u0004\u0008\0\0\0\0\0\0\0\0\0", "\0")) {
      try (RawClient client = server.raw()) {
        client.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + garbage);
        client.socket().shutdownOutput();
        assertThat(client.readToEnd()).doesNotContain("java");
      }
    }
  }
}

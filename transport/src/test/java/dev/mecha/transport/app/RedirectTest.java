package dev.mecha.transport.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mecha.kernel.channel.Body;
import dev.mecha.kernel.channel.Headers;
import dev.mecha.kernel.channel.HttpEndpoint;
import dev.mecha.kernel.channel.InvokeRequest;
import dev.mecha.kernel.channel.InvokeResponse;
import dev.mecha.kernel.channel.UnreachableException;
import dev.mecha.transport.ThreadMode;
import dev.mecha.transport.thread.EventLoops;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Services outside that send their callers elsewhere. */
@Timeout(60)
class RedirectTest {

  private final EventLoops loops = ThreadMode.EVENT_LOOP.loops();
  private final HttpEndpointClient endpoints = new HttpEndpointClient(loops, 4096);
  private int port;
  private int other;

  @BeforeEach
  void start() throws Exception {
    port = serve();
    other = serve();
  }

  @AfterEach
  void stop() {
    endpoints.close();
    loops.close();
  }

  private int serve() throws Exception {
    return loops
        .vertx()
        .createHttpServer()
        .requestHandler(this::answer)
        .listen(0, "127.0.0.1")
        .toCompletionStage()
        .toCompletableFuture()
        .get(10, TimeUnit.SECONDS)
        .actualPort();
  }

  /** {@code /301?there} sends the caller there. */
  private void answer(HttpServerRequest request) {
    String path = String.valueOf(request.path());
    request
        .body()
        .onSuccess(
            body -> {
              if (path.equals("/circle")) {
                request.response().setStatusCode(302).putHeader("Location", "/circle").end();
              } else if (path.matches("/30\\d")) {
                request
                    .response()
                    .setStatusCode(Integer.parseInt(path.substring(1)))
                    .putHeader("Location", String.valueOf(request.query()))
                    .end("moved");
              } else {
                request
                    .response()
                    .end(
                        String.join(
                            " ",
                            request.method().name(),
                            request.uri(),
                            request.headers().getAll("X-Key").toString(),
                            request.headers().getAll("Authorization").toString(),
                            body.toString()));
              }
            });
  }

  private String call(String verb, int status, String location, String body) throws Exception {
    var headers = new Headers().add("Authorization", "mine").add("Content-Type", "text/plain");
    var request =
        new InvokeRequest(
            verb,
            Integer.toString(status),
            location,
            headers,
            Body.of(body.getBytes(StandardCharsets.UTF_8)));
    var endpoint =
        new HttpEndpoint(
            "http://127.0.0.1:" + port, new Headers().add("X-Key", "secret"), null, null, null);
    return OnRequestThread.run(
        loops,
        () -> {
          try (InvokeResponse answer = endpoints.invoke(endpoint, request)) {
            return answer.status()
                + " "
                + new String(answer.body().readAll(), StandardCharsets.UTF_8);
          }
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303})
  void aRequestBecomesOneForReading(int status) throws Exception {
    assertThat(call("POST", status, "/a%20b?c=d", "hello"))
        .isEqualTo("200 GET /a%20b?c=d [secret] [mine] ");
    assertThat(call("GET", status, "relative", "")).isEqualTo("200 GET /relative [secret] [mine] ");
  }

  @ParameterizedTest
  @ValueSource(ints = {307, 308})
  void theSameIsAskedAgainIfNothingHasToBeSentAgain(int status) throws Exception {
    assertThat(call("DELETE", status, "/x", "")).isEqualTo("200 DELETE /x [secret] [mine] ");
    assertThat(call("POST", status, "/x", "hello")).isEqualTo(status + " moved");
  }

  @Test
  void secretsStayWithTheHostTheyAreFor() throws Exception {
    assertThat(call("GET", 302, "http://127.0.0.1:" + other + "/x", ""))
        .isEqualTo("200 GET /x [] [] ");
  }

  @Test
  void aCircleEnds() {
    assertThatThrownBy(() -> call("GET", 302, "/circle", ""))
        .isInstanceOf(UnreachableException.class)
        .hasMessage("stopped after 10 redirects");
  }

  @Test
  void whatLeadsNowhereIsTheAnswer() throws Exception {
    assertThat(call("GET", 302, "ftp://host/x", "")).isEqualTo("302 moved");
    assertThat(call("GET", 304, "/x", "")).isEqualTo("304 ");
  }
}

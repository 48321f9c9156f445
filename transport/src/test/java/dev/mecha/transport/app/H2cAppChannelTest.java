package dev.mecha.transport.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mecha.kernel.channel.Body;
import dev.mecha.kernel.channel.BodyException;
import dev.mecha.kernel.channel.Headers;
import dev.mecha.kernel.channel.InvokeRequest;
import dev.mecha.kernel.channel.InvokeResponse;
import dev.mecha.kernel.channel.UnreachableException;
import dev.mecha.transport.LeakWatch;
import dev.mecha.transport.ThreadMode;
import dev.mecha.transport.thread.EventLoops;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
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

/** Calls to an application over HTTP/2 without TLS. */
@ParameterizedClass
@EnumSource
@ExtendWith(LeakWatch.class)
@Timeout(60)
class H2cAppChannelTest {

  private final EventLoops loops;
  private final CompletableFuture<String> reset = new CompletableFuture<>();
  private final CountDownLatch waiting = new CountDownLatch(1);
  private HttpAppChannel channel;

  H2cAppChannelTest(ThreadMode mode) {
    loops = mode.loops();
    channel = channel(1);
  }

  @BeforeEach
  void start() throws Exception {
    HttpServer server = loops.vertx().createHttpServer().requestHandler(this::serve);
    channel =
        channel(
            server
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS)
                .actualPort());
  }

  private HttpAppChannel channel(int port) {
    return new HttpAppChannel(
        loops,
        new HttpAppSettings("127.0.0.1", port, HttpAppSettings.Protocol.H2C, AppToken.NONE, 4096));
  }

  private void serve(HttpServerRequest request) {
    request.response().exceptionHandler(e -> {});
    switch (request.uri()) {
      case "/echo" -> {
        request.response().headers().add("X-A", "1").add("X-A", "2");
        request.response().putHeader("X-Seen", request.version() + " " + request.authority());
        request.handler(piece -> request.response().write(piece));
        request.endHandler(end -> request.response().end());
      }
      case "/early" -> request.response().end("early");
      case "/cut" ->
          request
              .response()
              .write(Buffer.buffer("some"))
              .onSuccess(written -> request.response().reset(2));
      default -> {
        request.response().exceptionHandler(e -> reset.complete("reset"));
        waiting.countDown();
      }
    }
  }

  @AfterEach
  void stop() {
    channel.close();
    loops.close();
  }

  private static InvokeRequest post(String method, Body body) {
    return new InvokeRequest("POST", method, "", new Headers().add("X-A", "1"), body);
  }

  private InvokeResponse invoke(InvokeRequest request) throws Exception {
    return OnRequestThread.run(loops, () -> channel.invoke(request));
  }

  private String text(InvokeResponse answer) throws Exception {
    try (answer) {
      return new String(
          OnRequestThread.run(loops, () -> answer.body().readAll()), StandardCharsets.UTF_8);
    }
  }

  @Test
  void callsByPriorKnowledge() throws Exception {
    for (int i = 0; i < 20; i++) {
      byte[] body = ("x".repeat(i * 10_000) + i).getBytes(StandardCharsets.UTF_8);
      InvokeResponse answer = invoke(post("echo", Body.of(body)));
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.headers().first("X-Seen")).startsWith("HTTP_2 127.0.0.1:");
      assertThat(answer.headers().all("x-a")).containsExactly("1", "2");
      assertThat(text(answer)).isEqualTo(new String(body, StandardCharsets.UTF_8));
    }
  }

  @Test
  void streamsBothWays() throws Exception {
    var body = new SlowBody(Body.UNKNOWN).give("one");
    InvokeResponse answer = invoke(post("echo", body));
    for (String piece : List.of("one", "two", "six")) {
      assertThat(OnRequestThread.run(loops, () -> answer.body().next()))
          .asString()
          .isEqualTo(piece);
      body.give(piece.equals("one") ? "two" : "six");
    }
    answer.close();
    assertThat(body.isClosed()).isTrue();
  }

  @Test
  void takesAnAnswerThatComesBeforeTheBodyIsRead() throws Exception {
    var body = new SlowBody(Body.UNKNOWN).give("some");
    assertThat(text(invoke(post("early", body)))).isEqualTo("early");
    assertThat(body.isClosed()).isTrue();
  }

  @Test
  void tellsThatTheAnswerBrokeOff() throws Exception {
    InvokeResponse answer = invoke(post("cut", Body.empty()));
    assertThatThrownBy(() -> text(answer)).isInstanceOf(BodyException.class);
  }

  @Test
  void resetsTheStreamOfAnInterruptedCaller() throws Exception {
    var call = OnRequestThread.begin(loops, () -> channel.invoke(post("wait", Body.empty())));
    waiting.await();
    call.thread().interrupt();
    assertThatThrownBy(call::get).isInstanceOf(InterruptedException.class);
    assertThat(reset.get(5, TimeUnit.SECONDS)).isEqualTo("reset");
    assertThat(text(invoke(post("early", Body.empty())))).isEqualTo("early");
  }

  @Test
  void breaksOffWithTheRequestsBody() throws Exception {
    var body = new SlowBody(Body.UNKNOWN).give("some");
    var call = OnRequestThread.begin(loops, () -> channel.invoke(post("wait", body)));
    waiting.await();
    body.cut();
    assertThatThrownBy(call::get)
        .isInstanceOf(UnreachableException.class)
        .hasMessageEndingWith("stream too large");
    assertThat(reset.get(5, TimeUnit.SECONDS)).isEqualTo("reset");
  }
}

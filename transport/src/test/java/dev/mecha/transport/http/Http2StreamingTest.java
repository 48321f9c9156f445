package dev.mecha.transport.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.mecha.kernel.channel.Body;
import dev.mecha.kernel.channel.BodyException;
import dev.mecha.kernel.channel.Headers;
import dev.mecha.transport.LeakWatch;
import dev.mecha.transport.ThreadMode;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Bodies that stream through the door over HTTP/2. */
@ParameterizedClass
@EnumSource
@ExtendWith(LeakWatch.class)
@Timeout(60)
class Http2StreamingTest {

  private static final int PIECE = 1 << 16;
  private static final int PIECES = 320;

  private final TestServer server;
  private final CountDownLatch go = new CountDownLatch(1);
  private final CompletableFuture<String> end = new CompletableFuture<>();

  Http2StreamingTest(ThreadMode mode) {
    server = new TestServer(mode);
  }

  @BeforeEach
  void start() throws Exception {
    server
        .limits(HttpLimits.DEFAULTS.withSizes(0, 4096))
        .on("POST", "/echo", e -> e.respond(200, new Headers(), e.bodyStream()))
        .on(
            "GET",
            "/length",
            e ->
                e.respond(200, "", ("" + e.bodyStream().length()).getBytes(StandardCharsets.UTF_8)))
        .on("POST", "/unread", e -> e.respond(202, new Headers(), new Pieces(3, 3)))
        .on("GET", "/cut", e -> e.respond(200, new Headers(), new Pieces(3, 2)))
        .on(
            "POST",
            "/wait",
            e -> {
              try (Body body = e.bodyStream()) {
                go.await();
                body.readAll();
              } catch (BodyException broken) {
                end.complete("broken");
              } catch (InterruptedException interrupted) {
                end.complete("interrupted");
              }
            })
        .start();
  }

  @AfterEach
  void stop() throws Exception {
    server.stop();
  }

  /** A body whose pieces come one by one, and break off. */
  private static final class Pieces implements Body {

    private final int count;
    private final int goodOnes;
    private int taken;

    Pieces(int count, int goodOnes) {
      this.count = count;
      this.goodOnes = goodOnes;
    }

    @Override
    public long length() {
      return UNKNOWN;
    }

    @Override
    public boolean arrived() {
      return false;
    }

    @Override
    public byte @Nullable [] next() {
      if (taken == count) {
        return null;
      }
      if (taken++ == goodOnes) {
        throw new BodyException("cut");
      }
      return new byte[] {1, 2, 3};
    }

    @Override
    public void close() {}
  }

  private HttpClientAgent client() {
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

  private static <T> T get(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  /** Writes as much as the server takes. */
  private static void pour(HttpClientRequest request, AtomicInteger written) {
    while (written.get() < PIECES && !request.writeQueueFull()) {
      written.incrementAndGet();
      request.write(Buffer.buffer(new byte[PIECE]));
    }
    if (written.get() == PIECES) {
      request.end();
    }
  }

  @Test
  void carriesBodiesBothWaysAtTheSpeedOfTheSlowest() throws Exception {
    HttpClientAgent client = client();
    HttpClientRequest request = get(client.request(HttpMethod.POST, "/echo"));
    var written = new AtomicInteger();
    var read = new AtomicLong();
    var ended = new CountDownLatch(1);
    Future<HttpClientResponse> response =
        request
            .response()
            .onSuccess(
                head -> {
                  head.handler(piece -> read.addAndGet(piece.length()));
                  head.endHandler(none -> ended.countDown());
                  head.pause();
                });
    request.exceptionHandler(e -> {}).drainHandler(none -> pour(request, written));
    request.setChunked(true).writeHead().onSuccess(none -> pour(request, written));
    get(response);
    var last = new AtomicInteger(-1);
    await()
        .pollInterval(Duration.ofMillis(300))
        .until(() -> written.get() > 0 && last.getAndSet(written.get()) == written.get());
    assertThat(written.get()).isLessThan(PIECES / 2);
    response.result().resume();
    assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(read.get()).isEqualTo((long) PIECES * PIECE);
    get(client.close());
  }

  @Test
  void knowsThatThereIsNoBody() throws Exception {
    HttpClientAgent client = client();
    for (int i = 0; i < 200; i++) {
      Future<Buffer> body =
          client
              .request(HttpMethod.GET, "/length")
              .compose(request -> request.send().compose(HttpClientResponse::body));
      assertThat(get(body).toString()).isEqualTo("0");
    }
    get(client.close());
  }

  @Test
  void resetsAStreamWhoseBodyBreaksOff() throws Exception {
    HttpClientAgent client = client();
    assertThatThrownBy(
            () ->
                get(
                    client
                        .request(HttpMethod.GET, "/cut")
                        .compose(request -> request.send().compose(HttpClientResponse::body))))
        .hasRootCauseInstanceOf(io.vertx.core.http.StreamResetException.class);
    get(client.close());
  }

  @Test
  void resetsARequestThatNobodyReads() throws Exception {
    HttpClientAgent client = client();
    for (int i = 0; i < 3; i++) {
      HttpClientRequest request = get(client.request(HttpMethod.POST, "/unread"));
      var reset = new CompletableFuture<Throwable>();
      request.exceptionHandler(reset::complete);
      request.putHeader("Content-Length", "10000000").write(Buffer.buffer(new byte[1000]));
      HttpClientResponse response = get(request.response());
      assertThat(response.statusCode()).isEqualTo(202);
      assertThat(reset.get(5, TimeUnit.SECONDS)).hasMessageContaining("reset");
    }
    get(client.close());
  }

  @Test
  void tellsTheReaderThatTheClientIsGone() throws Exception {
    HttpClientAgent client = client();
    HttpClientRequest request = get(client.request(HttpMethod.POST, "/wait"));
    request.exceptionHandler(e -> {}).setChunked(true);
    get(request.write(Buffer.buffer("half")));
    go.countDown();
    get(request.reset());
    assertThat(end.get(5, TimeUnit.SECONDS)).isIn("interrupted", "broken");
    get(client.close());
  }
}

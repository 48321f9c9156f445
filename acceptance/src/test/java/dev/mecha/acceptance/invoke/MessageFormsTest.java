package dev.mecha.acceptance.invoke;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mecha.acceptance.process.RawApp;
import dev.mecha.acceptance.process.RawMessage;
import dev.mecha.acceptance.process.Resources;
import dev.mecha.acceptance.process.Sidecar;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How messages are framed, when their parts arrive, and in which forms a target may be named. */
@TestInstance(Lifecycle.PER_CLASS)
@Execution(ExecutionMode.SAME_THREAD)
class MessageFormsTest {

  private static final int PATIENCE_SECONDS = 20;

  private final BlockingQueue<RawMessage> seen = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> pieces = new LinkedBlockingQueue<>();
  private final Semaphore next = new Semaphore(0);
  private RawApp app;
  private Pair sidecars;
  private Sidecar withEndpoint;

  @BeforeAll
  void start(@TempDir Path folder) {
    app = RawApp.start(this::converse);
    sidecars = Pair.start(folder, app.port());
    withEndpoint =
        Sidecar.in(folder.resolve("endpoint"))
            .appId("other")
            .configuration(Resources.neighbours(folder.resolve("names.db")))
            .resource(
                """
                apiVersion: dapr.io/v1alpha1
                kind: HTTPEndpoint
                metadata:
                  name: outside
                spec:
                  baseUrl: http://127.0.0.1:%d/base
                  headers:
                  - name: X-Key
                    value: the-key
                """
                    .formatted(app.port()))
            .start();
  }

  @AfterAll
  void stop() {
    withEndpoint.close();
    sidecars.close();
    app.close();
  }

  private void converse(InputStream in, OutputStream out) throws IOException {
    for (var request = RawMessage.read(in, true);
        request != null;
        request = RawMessage.read(in, true)) {
      String path = request.start().split(" ", -1)[1];
      if (path.equals("/events")) {
        events(out);
      } else if (path.equals("/pieces")) {
        pieces(in);
        write(out, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
      } else {
        seen.add(new RawMessage(request.start(), request.headers(), request.readBody(in)));
        boolean head = request.start().startsWith("HEAD");
        write(out, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n" + (head ? "" : "ok"));
      }
    }
  }

  /** Each event waits until the caller has seen the one before. */
  private void events(OutputStream out) throws IOException {
    write(
        out,
        lines("HTTP/1.1 200 OK", "Content-Type: text/event-stream", "Transfer-Encoding: chunked"));
    for (int i = 0; i < 3; i++) {
      write(out, "9\r\ndata: " + i + "\n\n\r\n");
      next.acquireUninterruptibly();
    }
    write(out, "0\r\n\r\n");
  }

  private void pieces(InputStream in) throws IOException {
    byte[] piece = new byte[1 << 16];
    var text = new StringBuilder();
    while (text.indexOf("0\r\n\r\n") < 0) {
      int count = in.read(piece);
      if (count < 0) {
        return;
      }
      String more = new String(piece, 0, count, StandardCharsets.ISO_8859_1);
      text.append(more);
      pieces.add(more);
    }
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static String lines(String... lines) {
    return String.join("\r\n", lines) + "\r\n\r\n";
  }

  private RawCaller caller() throws IOException {
    return new RawCaller(sidecars.caller().httpPort());
  }

  private RawMessage arrived() throws InterruptedException {
    return Objects.requireNonNull(seen.poll(PATIENCE_SECONDS, TimeUnit.SECONDS), "a request");
  }

  private RawMessage send(String request) throws IOException, InterruptedException {
    try (RawCaller caller = caller()) {
      caller.send(request);
      assertThat(Objects.requireNonNull(RawMessage.read(caller.in(), true)).status())
          .isEqualTo(200);
    }
    return arrived();
  }

  @ParameterizedTest
  @CsvSource({
    "GET,/v1.0/invoke/orders/method/a%2Fb,GET /a/b",
    "GET,/v1.0/invoke/orders/method/a%252Fb,GET /a%252Fb",
    "GET,/v1.0/invoke/orders/method/a//b/../c/,GET /a/c",
    "GET,/v1.0/invoke/orders/method/method/x,GET /method/x",
    "GET,/v1.0/invoke/orders/method/,GET /",
    "GET,/v1.0/invoke/orders/method/x??a=b?c,GET /x??a=b?c",
    "GET,/v1.0/invoke/orders/method/x?%zz&&=,GET /x?%zz&&=",
    "GET,/v1.0/invoke/orders/method/\u00c3\u00bc?q=\u00c3\u00bc,GET /%C3%BC?q=\u00c3\u00bc",
    "GET,//v1.0//invoke/orders/method/x,GET /x",
    "GET,/v1.0/invoke/orders.default/method/x,GET /x",
    "get,/v1.0/invoke/orders/method/x,GET /x",
    "BREW,/v1.0/invoke/orders/method/x,POST /x",
    "HEAD,/v1.0/invoke/orders/method/x,HEAD /x",
    "TRACE,/v1.0/invoke/orders/method/x,TRACE /x",
  })
  void whatIsCalled(String verb, String target, String line) throws Exception {
    RawMessage request = send(verb + " " + target + " HTTP/1.1\r\nHost: x\r\n\r\n");
    assertThat(request.start()).isEqualTo(line + " HTTP/1.1");
  }

  @Test
  void aNamedEndpointGetsItsHeaders() throws Exception {
    try (var caller = new RawCaller(withEndpoint.httpPort())) {
      caller.send("GET /v1.0/invoke/outside/method/a?b=c HTTP/1.1\r\nHost: x\r\n\r\n");
      assertThat(Objects.requireNonNull(caller.read()).status()).isEqualTo(200);
    }
    RawMessage request = arrived();
    assertThat(request.start()).isEqualTo("GET /base/a?b=c HTTP/1.1");
    assertThat(request.first("x-key")).isEqualTo("the-key");
  }

  @Test
  void aRequestWithoutABodyStaysOne() throws Exception {
    for (String verb : new String[] {"GET", "DELETE", "OPTIONS"}) {
      RawMessage request = send(verb + " /x HTTP/1.1\r\nHost: x\r\ndapr-app-id: orders\r\n\r\n");
      assertThat(request.first("transfer-encoding")).as(verb).isNull();
      assertThat(request.first("content-length")).as(verb).isNull();
    }
  }

  @Test
  void aKnownLengthStaysKnown() throws Exception {
    RawMessage request =
        send("PUT /x HTTP/1.1\r\nHost: x\r\ndapr-app-id: orders\r\nContent-Length: 3\r\n\r\nabc");
    assertThat(request.first("content-length")).isEqualTo("3");
    assertThat(request.body()).isEqualTo("abc".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void whatConcernsTheConnectionStaysBehind() throws Exception {
    RawMessage request =
        send(
            lines(
                "GET /x HTTP/1.1",
                "Host: x",
                "dapr-app-id: orders",
                "Connection: close, X-Mine",
                "X-Mine: 1",
                "Keep-Alive: 3",
                "TE: trailers",
                "Proxy-Authorization: x",
                "Proxy-Connection: y",
                "Trailer: z",
                "X-Other: 2"));
    assertThat(request.first("x-other")).isEqualTo("2");
    for (String name :
        new String[] {
          "x-mine", "keep-alive", "te", "proxy-authorization", "proxy-connection", "trailer"
        }) {
      assertThat(request.first(name)).as(name).isNull();
    }
  }

  @Test
  void theConnectionClosesIfThatIsOneOfItsOptions() throws Exception {
    try (RawCaller caller = caller()) {
      caller.send(
          "GET /x HTTP/1.1\r\nHost: x\r\ndapr-app-id: orders\r\nConnection: x-y, Close\r\n\r\n");
      assertThat(caller.read()).isNotNull();
      assertThat(caller.read()).isNull();
    }
    arrived();
  }

  /** As with the peer: the application sees an ordinary request and answers it as one. */
  @Test
  void webSocketsAreNotPassedOn() throws Exception {
    RawMessage request =
        send(
            lines(
                "GET /x HTTP/1.1",
                "Host: x",
                "dapr-app-id: orders",
                "Connection: Upgrade",
                "Upgrade: websocket",
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="));
    assertThat(request.first("upgrade")).isNull();
    assertThat(request.first("sec-websocket-version")).isEqualTo("13");
  }

  @Test
  void eachEventComesWhenItIsSent() throws Exception {
    try (RawCaller caller = caller()) {
      caller.send(
          lines(
              "GET /events HTTP/1.1",
              "Host: x",
              "dapr-app-id: orders",
              "Accept: text/event-stream"));
      RawMessage head = Objects.requireNonNull(RawMessage.read(caller.in(), true));
      assertThat(head.first("content-type")).isEqualTo("text/event-stream");
      assertThat(head.first("transfer-encoding")).isEqualTo("chunked");
      for (int i = 0; i < 3; i++) {
        String event = new String(caller.in().readNBytes(14), StandardCharsets.UTF_8);
        assertThat(event).isEqualTo("9\r\ndata: " + i + "\n\n\r\n");
        next.release();
      }
      assertThat(caller.in().readNBytes(5)).isEqualTo("0\r\n\r\n".getBytes(StandardCharsets.UTF_8));
    }
  }

  @Test
  void eachPieceOfABodyComesWhenItIsSent() throws Exception {
    try (RawCaller caller = caller()) {
      caller.send(
          lines(
              "POST /pieces HTTP/1.1",
              "Host: x",
              "dapr-app-id: orders",
              "Transfer-Encoding: chunked"));
      for (String piece : new String[] {"one", "two", "six"}) {
        caller.send("3\r\n" + piece + "\r\n");
        awaitPiece(piece);
      }
      caller.send("0\r\n\r\n");
      assertThat(Objects.requireNonNull(caller.read()).status()).isEqualTo(200);
    }
  }

  private void awaitPiece(String wanted) throws InterruptedException {
    var text = new StringBuilder();
    while (text.indexOf(wanted) < 0) {
      String more = pieces.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      text.append(Objects.requireNonNull(more, wanted));
    }
  }

  @Test
  void whoWantsToBeAskedForItsBodyIsAsked() throws Exception {
    try (RawCaller caller = caller()) {
      caller.send(
          lines(
              "POST /x HTTP/1.1",
              "Host: x",
              "dapr-app-id: orders",
              "Content-Length: 3",
              "Expect: 100-continue"));
      RawMessage interim = Objects.requireNonNull(RawMessage.read(caller.in(), true));
      assertThat(interim.status()).isEqualTo(100);
      caller.send("abc");
      assertThat(Objects.requireNonNull(caller.read()).status()).isEqualTo(200);
    }
    RawMessage request = arrived();
    assertThat(request.first("expect")).isNull();
    assertThat(request.body()).hasSize(3);
  }

  @Test
  void aClientOfHttp10GetsAnAnswerThatItUnderstands() throws Exception {
    try (RawCaller caller = caller()) {
      caller.send("GET /x HTTP/1.0\r\ndapr-app-id: orders\r\n\r\n");
      RawMessage answer = Objects.requireNonNull(caller.read());
      assertThat(answer.first("transfer-encoding")).isNull();
      assertThat(answer.body()).hasSize(2);
    }
    arrived();
  }
}

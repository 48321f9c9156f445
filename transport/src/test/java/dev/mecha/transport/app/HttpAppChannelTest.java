package dev.mecha.transport.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.mecha.kernel.channel.Body;
import dev.mecha.kernel.channel.BodyException;
import dev.mecha.kernel.channel.Headers;
import dev.mecha.kernel.channel.InvokeRequest;
import dev.mecha.kernel.channel.InvokeResponse;
import dev.mecha.kernel.channel.UnreachableException;
import dev.mecha.transport.LeakWatch;
import dev.mecha.transport.ThreadMode;
import dev.mecha.transport.thread.EventLoops;
import io.grpc.Status;
import io.netty.channel.EventLoop;
import io.netty.channel.SingleThreadEventLoop;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Calls to an application over HTTP/1.1, whose side is written byte by byte. */
@ParameterizedClass
@EnumSource
@ExtendWith(LeakWatch.class)
@Timeout(60)
class HttpAppChannelTest {

  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
  private static final int LARGE = 100 << 20;

  private final EventLoops loops;
  private final List<AutoCloseable> open = new ArrayList<>();

  HttpAppChannelTest(ThreadMode mode) {
    loops = new EventLoops(1, mode.threads());
  }

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
    loops.close();
  }

  private RawApp app(RawApp.Script script) throws Exception {
    var app = new RawApp(script);
    open.add(app);
    return app;
  }

  private HttpAppChannel channel(int port) {
    var channel =
        new HttpAppChannel(
            loops,
            new HttpAppSettings(
                "127.0.0.1",
                port,
                HttpAppSettings.Protocol.HTTP,
                AppToken.of("the app's secret"),
                4096));
    open.add(channel);
    return channel;
  }

  private static InvokeRequest get(String method) {
    return new InvokeRequest("GET", method, "", new Headers(), Body.empty());
  }

  private static InvokeRequest post(Body body) {
    return new InvokeRequest("POST", "x", "", new Headers(), body);
  }

  private static Body bytes(String text) {
    return Body.of(text.getBytes(StandardCharsets.UTF_8));
  }

  private InvokeResponse invoke(HttpAppChannel channel, InvokeRequest request) throws Exception {
    return OnRequestThread.run(loops, () -> channel.invoke(request));
  }

  private String text(InvokeResponse answer) throws Exception {
    try (answer) {
      return new String(
          OnRequestThread.run(loops, () -> answer.body().readAll()), StandardCharsets.UTF_8);
    }
  }

  /** Answers every request of a connection. */
  private static RawApp.Script answering(String answer) {
    return connection -> {
      for (String head = connection.readHead(); !head.isEmpty(); head = connection.readHead()) {
        connection.readBody(head);
        connection.write(answer);
      }
    };
  }

  @Test
  void sendsWhatTheCallerSent() throws Exception {
    RawApp app = app(answering(OK));
    HttpAppChannel channel = channel(app.port());
    var headers =
        new Headers()
            .add("X-A", "1")
            .add("host", "elsewhere")
            .add("x-a", "2")
            .add("Content-Length", "99")
            .add("Expect", "100-continue")
            .add("dapr-api-token", "the caller's secret")
            .add("X-B", "3");
    var request = new InvokeRequest("PUT", "a b/c?d%é", "q=1&r=%20", headers, bytes("hello"));
    assertThat(text(invoke(channel, request))).isEqualTo("ok");
    assertThat(app.head())
        .isEqualTo(
            "PUT /a%20b/c%3Fd%25%C3%A9?q=1&r=%20 HTTP/1.1\r\nX-A: 1\r\nx-a: 2\r\nX-B: 3\r\n"
                + "dapr-api-token: the app's secret\r\nContent-Length: 5\r\nhost: 127.0.0.1:"
                + app.port()
                + "\r\n\r\n");
    assertThat(AppToken.of("the app's secret").toString()).isEqualTo("AppToken[set]");
  }

  @Test
  void sendsAnyVerb() throws Exception {
    RawApp app = app(answering(OK));
    HttpAppChannel channel = channel(app.port());
    for (String verb : List.of("NONE", "DELETE", "PROPFIND", "x-y")) {
      var request = new InvokeRequest(verb, "", "", new Headers(), Body.empty());
      assertThat(text(invoke(channel, request))).isEqualTo("ok");
      assertThat(app.head())
          .startsWith(verb + " / HTTP/1.1\r\n")
          .doesNotContainIgnoringCase("content-length")
          .doesNotContainIgnoringCase("transfer-encoding");
    }
    assertThat(text(invoke(channel, post(Body.empty())))).isEqualTo("ok");
    assertThat(app.head()).containsIgnoringCase("content-length: 0");
    for (String verb : List.of("CONNECT", "G ET", "")) {
      var request = new InvokeRequest(verb, "", "", new Headers(), Body.empty());
      assertThatThrownBy(() -> invoke(channel, request))
          .isInstanceOfSatisfying(
              UnreachableException.class,
              e -> assertThat(e.code()).isEqualTo(Status.Code.INVALID_ARGUMENT));
    }
    assertThat(app.connections()).isEqualTo(1);
  }

  @Test
  void refusesMalformedHeaders() throws Exception {
    RawApp app = app(answering(OK));
    HttpAppChannel channel = channel(app.port());
    var headers = new Headers().add("X-A", "1\r\nX-Smuggled: 2");
    var request = new InvokeRequest("GET", "", "", headers, Body.empty());
    assertThatThrownBy(() -> invoke(channel, request)).isInstanceOf(UnreachableException.class);
    assertThat(text(invoke(channel, get("x")))).isEqualTo("ok");
    assertThat(app.head()).doesNotContain("Smuggled");
  }

  @Test
  void passesTheAnswerOn() throws Exception {
    RawApp app =
        app(
            answering(
                """
                HTTP/1.1 100 Continue

                HTTP/1.1 102 Processing

                HTTP/1.1 418 Tea
                X-B: 1
                X-A: 2
                Connection: X-C
                X-C: 3
                x-b: 4
                Transfer-Encoding: chunked

                3
                abc
                2
                de
                0

                """
                    .replace("\n", "\r\n")));
    HttpAppChannel channel = channel(app.port());
    for (int i = 0; i < 3; i++) {
      InvokeResponse answer = invoke(channel, get("x"));
      assertThat(answer.status()).isEqualTo(418);
      var headers = new ArrayList<String>();
      answer.headers().forEach((name, value) -> headers.add(name + "=" + value));
      assertThat(headers).containsExactly("X-B=1", "X-A=2", "x-b=4");
      assertThat(text(answer)).isEqualTo("abcde");
    }
    assertThat(app.connections()).isEqualTo(1);
  }

  @Test
  void keepsTheLengthOfTheAnswerToHead() throws Exception {
    RawApp app = app(answering("HTTP/1.1 200 OK\r\nContent-Length: 77\r\n\r\n"));
    HttpAppChannel channel = channel(app.port());
    for (int i = 0; i < 3; i++) {
      try (InvokeResponse answer =
          invoke(channel, new InvokeRequest("HEAD", "x", "", new Headers(), Body.empty()))) {
        assertThat(answer.headers().first("content-length")).isEqualTo("77");
        assertThat(answer.body().readAll()).isEmpty();
      }
    }
    assertThat(app.connections()).isEqualTo(1);
  }

  @Test
  void keepsRepeatedHeadersAndTheirOrder() throws Exception {
    RawApp app =
        app(
            connection -> {
              for (String head = connection.readHead();
                  !head.isEmpty();
                  head = connection.readHead()) {
                String sent = head.substring(head.indexOf("\r\n") + 2, head.indexOf("dapr-api"));
                connection.write("HTTP/1.1 204 No Content\r\n" + sent + "\r\n");
              }
            });
    HttpAppChannel channel = channel(app.port());
    var random = new Random(11);
    for (int round = 0; round < 100; round++) {
      var sent = new Headers();
      for (int i = random.nextInt(20); i > 0; i--) {
        String name = "X-" + (char) ('a' + random.nextInt(5));
        sent.add(random.nextBoolean() ? name : name.toUpperCase(Locale.ROOT), "v" + i);
      }
      var request = new InvokeRequest("GET", "x", "", sent, Body.empty());
      try (InvokeResponse answer = invoke(channel, request)) {
        assertThat(lines(answer.headers())).isEqualTo(lines(sent));
      }
    }
  }

  private static List<String> lines(Headers headers) {
    var lines = new ArrayList<String>();
    headers.forEach((name, value) -> lines.add(name + ": " + value));
    return lines;
  }

  @Test
  void streamsBothWaysAtOnce() throws Exception {
    RawApp app =
        app(
            connection -> {
              connection.readHead();
              connection.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
              byte[] block = new byte[9];
              while (connection.in().readNBytes(block, 0, 8) == 8) {
                connection.out().write(block, 0, 8);
              }
            });
    HttpAppChannel channel = channel(app.port());
    var body = new SlowBody(Body.UNKNOWN);
    InvokeResponse answer = invoke(channel, post(body));
    assertThat(app.head()).containsIgnoringCase("transfer-encoding: chunked");
    for (String piece : List.of("one", "two", "six")) {
      body.give(piece);
      assertThat(OnRequestThread.run(loops, () -> answer.body().next()))
          .asString()
          .isEqualTo(piece);
    }
    answer.close();
    assertThat(body.isClosed()).isTrue();
  }

  @Test
  void carriesLargeBodiesWithoutKeepingThem() throws Exception {
    RawApp app =
        app(
            connection -> {
              String head = connection.readHead();
              connection.write("HTTP/1.1 200 OK\r\nContent-Length: " + LARGE + "\r\n\r\n");
              assertThat(head).containsIgnoringCase("content-length: " + LARGE);
              connection.in().transferTo(connection.out());
            });
    HttpAppChannel channel = channel(app.port());
    var taken = new AtomicLong();
    InvokeResponse answer = invoke(channel, post(new Zeros(taken)));
    var last = new AtomicLong(-1);
    await()
        .pollInterval(300, TimeUnit.MILLISECONDS)
        .until(() -> taken.get() > 0 && last.getAndSet(taken.get()) == taken.get());
    // What four of the system's buffers take, and a little.
    assertThat(taken.get()).isLessThan(24L << 20);
    long read =
        OnRequestThread.run(
            loops,
            () -> {
              long sum = 0;
              for (byte[] piece = answer.body().next(); piece != null; ) {
                sum += piece.length;
                piece = answer.body().next();
              }
              return sum;
            });
    assertThat(read).isEqualTo(LARGE);
    answer.close();
  }

  /** Many bytes that are made as they are taken. */
  private record Zeros(AtomicLong taken) implements Body {

    @Override
    public long length() {
      return LARGE;
    }

    @Override
    public boolean arrived() {
      return false;
    }

    @Override
    public byte @Nullable [] next() {
      return taken.addAndGet(1 << 16) > LARGE ? null : new byte[1 << 16];
    }

    @Override
    public void close() {}
  }

  @Test
  void takesAnAnswerThatComesBeforeTheBodyIsRead() throws Exception {
    RawApp app =
        app(
            connection -> {
              connection.readHead();
              connection.write(OK);
              connection.in().transferTo(OutputStream.nullOutputStream());
            });
    HttpAppChannel channel = channel(app.port());
    for (int i = 0; i < 3; i++) {
      var body = new SlowBody(Body.UNKNOWN).give("some");
      assertThat(text(invoke(channel, post(body)))).isEqualTo("ok");
      assertThat(body.isClosed()).isTrue();
    }
    assertThat(app.connections()).isEqualTo(3);
  }

  /**
   * The application answers, closes and leaves the body unread. Here the event loop learns of it by
   * a piece that cannot be written, before it has seen the answer.
   */
  @Test
  void takesAnAnswerOfAnAppThatWantsNoMoreOfTheBody() throws Exception {
    var body = new SlowBody(Body.UNKNOWN).give("some");
    RawApp app =
        app(
            connection -> {
              connection.readHead();
              assertThat(connection.in().readNBytes(9)).hasSize(9);
              CountDownLatch held = hold();
              connection.write(OK);
              connection.socket().setSoLinger(true, 0);
              connection.socket().close();
              body.give("more");
              await().until(() -> ((SingleThreadEventLoop) loop()).pendingTasks() > 0);
              held.countDown();
            });
    assertThat(text(invoke(channel(app.port()), post(body)))).isEqualTo("ok");
    assertThat(body.isClosed()).isTrue();
  }

  private EventLoop loop() {
    return loops.group().next();
  }

  /** Holds the event loop until what is returned is counted down. */
  private CountDownLatch hold() throws InterruptedException {
    var holds = new CountDownLatch(1);
    var held = new CountDownLatch(1);
    loop()
        .execute(
            () -> {
              holds.countDown();
              try {
                held.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    holds.await();
    return held;
  }

  @Test
  void tellsThatTheAppIsNotThere() throws Exception {
    int port;
    try (var free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    HttpAppChannel channel = channel(port);
    var body = new SlowBody(3);
    assertThatThrownBy(() -> invoke(channel, post(body)))
        .isInstanceOfSatisfying(
            UnreachableException.class,
            e -> assertThat(e.code()).isEqualTo(Status.Code.UNAVAILABLE))
        .hasMessage(
            "Post \"http://127.0.0.1:%1$d/x\": dial tcp 127.0.0.1:%1$d: connect: connection refused"
                .formatted(port));
    assertThat(body.isClosed()).isTrue();
  }

  @Test
  void tellsThatTheAppClosedBeforeItAnswered() throws Exception {
    RawApp app = app(RawApp.Connection::readHead);
    HttpAppChannel channel = channel(app.port());
    assertThatThrownBy(() -> invoke(channel, get("x")))
        .isInstanceOf(UnreachableException.class)
        .hasMessage("Get \"http://127.0.0.1:" + app.port() + "/x\": EOF");
    assertThat(app.connections()).isEqualTo(1);
  }

  @Test
  void tellsThatTheAnswerBrokeOff() throws Exception {
    for (String announced : List.of("Content-Length: 10", "Transfer-Encoding: chunked")) {
      RawApp app =
          app(
              connection -> {
                connection.readHead();
                connection.write("HTTP/1.1 200 OK\r\n" + announced + "\r\n\r\n3\r\nabc\r\n");
              });
      InvokeResponse answer = invoke(channel(app.port()), get("x"));
      assertThatThrownBy(() -> text(answer))
          .isInstanceOf(BodyException.class)
          .hasMessage("unexpected EOF");
    }
  }

  @Test
  void breaksOffWithTheRequestsBody() throws Exception {
    var seen = new CountDownLatch(1);
    RawApp app =
        app(
            connection -> {
              connection.readHead();
              seen.countDown();
              connection.in().transferTo(OutputStream.nullOutputStream());
              throw new IllegalStateException("closed");
            });
    HttpAppChannel channel = channel(app.port());
    var body = new SlowBody(Body.UNKNOWN).give("some");
    var call = OnRequestThread.begin(loops, () -> channel.invoke(post(body)));
    seen.await();
    body.cut();
    assertThatThrownBy(call::get)
        .isInstanceOf(UnreachableException.class)
        .hasMessageEndingWith("stream too large");
    app.head();
    assertThat(app.head()).contains("closed");
    assertThat(body.isClosed()).isTrue();
  }

  @Test
  void endsTheCallOfAnInterruptedCaller() throws Exception {
    RawApp app =
        app(
            connection -> {
              connection.readHead();
              connection.in().transferTo(OutputStream.nullOutputStream());
              throw new IllegalStateException("closed");
            });
    HttpAppChannel channel = channel(app.port());
    var body = new SlowBody(Body.UNKNOWN);
    var call = OnRequestThread.begin(loops, () -> channel.invoke(post(body)));
    app.head();
    call.thread().interrupt();
    assertThatThrownBy(call::get).isInstanceOf(InterruptedException.class);
    assertThat(app.head()).contains("closed");
    assertThat(body.isClosed()).isTrue();
  }

  @Test
  void closesTheConnectionOfAnAnswerThatIsNotReadToItsEnd() throws Exception {
    RawApp app =
        app(
            connection -> {
              connection.readHead();
              connection.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc");
              connection.readHead();
              throw new IllegalStateException("closed");
            });
    invoke(channel(app.port()), get("x")).close();
    app.head();
    assertThat(app.head()).contains("closed");
  }

  /** Serves one request on a connection, and closes it as the next one comes. */
  private static RawApp.Script closingOnTheSecond() {
    return connection -> {
      String head = connection.readHead();
      connection.readBody(head);
      connection.write(OK);
      connection.in().read();
    };
  }

  @Test
  void repeatsWhatADeadConnectionDidNotTake() throws Exception {
    RawApp app = app(closingOnTheSecond());
    HttpAppChannel channel = channel(app.port());
    for (int i = 1; i <= 5; i++) {
      assertThat(text(invoke(channel, get("x")))).isEqualTo("ok");
      assertThat(app.connections()).isEqualTo(i);
    }
  }

  @Test
  void doesNotRepeatWhatMayHaveBeenDone() throws Exception {
    RawApp app = app(closingOnTheSecond());
    HttpAppChannel channel = channel(app.port());
    assertThat(text(invoke(channel, post(bytes("one"))))).isEqualTo("ok");
    assertThatThrownBy(() -> invoke(channel, post(bytes("two"))))
        .isInstanceOf(UnreachableException.class);
    assertThat(app.connections()).isEqualTo(1);
  }

  @Test
  void refusesAnAnswerWhoseHeadIsTooLarge() throws Exception {
    RawApp app = app(answering("HTTP/1.1 200 OK\r\nX: " + "x".repeat(5000) + "\r\n\r\n"));
    assertThatThrownBy(() -> invoke(channel(app.port()), get("x")))
        .isInstanceOf(UnreachableException.class);
  }

  @Test
  void usesAConnectionForEachCallAtATime() throws Exception {
    var all = new CountDownLatch(8);
    RawApp app =
        app(
            connection -> {
              connection.readHead();
              all.countDown();
              all.await();
              connection.write(OK);
              answering(OK).serve(connection);
            });
    HttpAppChannel channel = channel(app.port());
    var calls = new ArrayList<OnRequestThread.Running<InvokeResponse>>();
    for (int i = 0; i < 8; i++) {
      calls.add(OnRequestThread.begin(loops, () -> channel.invoke(get("x"))));
    }
    for (var call : calls) {
      assertThat(text(call.get())).isEqualTo("ok");
    }
    for (int i = 0; i < 20; i++) {
      assertThat(text(invoke(channel, get("x")))).isEqualTo("ok");
    }
    assertThat(app.connections()).isEqualTo(8);
  }
}

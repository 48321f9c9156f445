package dev.mecha.transport.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mecha.kernel.channel.Body;
import dev.mecha.kernel.channel.BodyException;
import dev.mecha.kernel.channel.Headers;
import dev.mecha.kernel.pipeline.HttpExchange;
import dev.mecha.transport.LeakWatch;
import dev.mecha.transport.ThreadMode;
import java.io.InputStream;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Bodies that stream through the door over HTTP/1.1. */
@ParameterizedClass
@EnumSource
@ExtendWith(LeakWatch.class)
@Timeout(60)
class StreamingTest {

  private static final String HOST = "Host: x\r\n";
  private static final int MIB = 1 << 20;
  private static final int LARGE = 100 * MIB;

  private final TestServer server;
  private final CompletableFuture<String> end = new CompletableFuture<>();
  private final CountDownLatch go = new CountDownLatch(1);
  private final AtomicLong largest = new AtomicLong();
  private final AtomicReference<Body> source = new AtomicReference<>(Body.empty());

  StreamingTest(ThreadMode mode) {
    server = new TestServer(mode);
  }

  @BeforeEach
  void start() throws Exception {
    server
        .limits(HttpLimits.DEFAULTS.withSizes(LARGE, 16 << 10))
        .on("POST", "/echo", exchange -> exchange.respond(200, type(), exchange.bodyStream()))
        .on("POST", "/count", this::count)
        .on("POST", "/early", this::answerEarly)
        .on("GET,HEAD", "/body", exchange -> exchange.respond(200, type(), source.get()))
        .on("GET", "/status/{n}", this::answerWithStatus)
        .on("GET", "/headers", e -> e.respond(200, e.requestHeaders().remove("Host"), some("x")))
        .start();
  }

  private void count(HttpExchange exchange) throws Exception {
    try (Body body = exchange.bodyStream()) {
      go.await();
      long count = 0;
      for (byte[] piece = body.next(); piece != null; piece = body.next()) {
        largest.accumulateAndGet(piece.length, Math::max);
        count += piece.length;
      }
      exchange.respond(200, "", Long.toString(count).getBytes(StandardCharsets.UTF_8));
    } catch (BodyException e) {
      end.complete(e.getMessage());
      throw e;
    } catch (InterruptedException e) {
      end.complete("interrupted");
      throw e;
    }
  }

  private void answerEarly(HttpExchange exchange) throws Exception {
    exchange.respond(200, type(), new Slow("early"));
    end.complete(String.valueOf(exchange.requestSize()));
  }

  private void answerWithStatus(HttpExchange exchange) throws Exception {
    exchange.respond(
        Integer.parseInt(exchange.pathParameter("n")), new Headers(), new Slow("nothing"));
  }

  @AfterEach
  void stop() throws Exception {
    server.stop();
  }

  private static Headers type() {
    return new Headers().add("Content-Type", "text/plain");
  }

  private static Body some(String text) {
    return Body.of(text.getBytes(StandardCharsets.UTF_8));
  }

  /** A body that is not there yet, of unknown length, and ends as it is told to. */
  private static class Slow implements Body {

    private final List<String> pieces;
    private final long length;

    Slow(String... pieces) {
      this(UNKNOWN, pieces);
    }

    Slow(long length, String... pieces) {
      this.length = length;
      this.pieces = new ArrayList<>(List.of(pieces));
    }

    @Override
    public long length() {
      return length;
    }

    @Override
    public boolean arrived() {
      return false;
    }

    @Override
    public byte @Nullable [] next() throws InterruptedException {
      if (pieces.isEmpty()) {
        return null;
      }
      String piece = pieces.removeFirst();
      if (piece.equals("CUT")) {
        throw new BodyException("cut");
      }
      return piece.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {}
  }

  @Test
  void carriesALargeBodyThereAndBack() throws Exception {
    try (RawClient client = server.raw()) {
      client.write("POST /echo HTTP/1.1\r\n" + HOST + "Content-Length: " + LARGE + "\r\n\r\n");
      Thread writer = Thread.startVirtualThread(() -> pour(client, LARGE));
      assertThat(client.readHeader()).contains("200 OK").containsIgnoringCase("" + LARGE);
      InputStream in = client.socket().getInputStream();
      byte[] block = new byte[MIB];
      for (int i = 0; i < LARGE / MIB; i++) {
        assertThat(in.readNBytes(block, 0, MIB)).isEqualTo(MIB);
        assertThat(Arrays.equals(block, block(i))).isTrue();
      }
      writer.join();
      client.write("GET /status/200 HTTP/1.1\r\n" + HOST + "\r\n");
      assertThat(client.readHeader()).contains("200 OK");
    }
  }

  private static byte[] block(int i) {
    byte[] block = new byte[MIB];
    new Random(i).nextBytes(block);
    return block;
  }

  private static long pour(RawClient client, int bytes) {
    return pour(client, bytes, new AtomicLong());
  }

  private static long pour(RawClient client, int bytes, AtomicLong written) {
    try {
      for (int i = 0; i < bytes / MIB; i++) {
        byte[] block = block(i);
        for (int at = 0; at < MIB; at += 1 << 16) {
          client.socket().getOutputStream().write(block, at, 1 << 16);
          written.addAndGet(1 << 16);
        }
      }
    } catch (java.io.IOException closed) {
      return -1;
    }
    return written.get();
  }

  @Test
  void holdsUpASenderWhoseBodyNobodyReads() throws Exception {
    try (RawClient client = server.raw()) {
      client.socket().setSendBufferSize(1 << 16);
      client.write("POST /count HTTP/1.1\r\n" + HOST + "Content-Length: " + LARGE + "\r\n\r\n");
      var written = new AtomicLong();
      Thread.startVirtualThread(() -> pour(client, LARGE, written));
      var last = new AtomicLong(-1);
      await()
          .pollInterval(Duration.ofMillis(300))
          .until(() -> written.get() > 0 && last.getAndSet(written.get()) == written.get());
      // What the system's buffers take, and a little.
      assertThat(written.get()).isLessThan(12L * MIB);
      go.countDown();
      assertThat(client.readAnswer()).endsWith("" + LARGE);
      assertThat(largest.get()).isLessThan(512 << 10);
    }
  }

  @Test
  void waitsForAClientThatReadsSlowly() throws Exception {
    var taken = new AtomicLong();
    source.set(
        new Slow() {
          @Override
          public byte @Nullable [] next() {
            return taken.addAndGet(1 << 16) > LARGE ? null : new byte[1 << 16];
          }
        });
    try (RawClient client = server.raw()) {
      client.write("GET /body HTTP/1.0\r\n\r\n");
      var last = new AtomicLong(-1);
      await()
          .pollInterval(Duration.ofMillis(300))
          .until(() -> taken.get() > 0 && last.getAndSet(taken.get()) == taken.get());
      assertThat(taken.get()).isLessThan(12L * MIB);
      client.readHeader();
      InputStream in = client.socket().getInputStream();
      long read = 0;
      byte[] block = new byte[MIB];
      for (int n = in.read(block); n >= 0; n = in.read(block)) {
        read += n;
      }
      assertThat(read).isEqualTo(LARGE);
    }
  }

  @Test
  void sendsTheHeadAndEachPieceAtOnce() throws Exception {
    var first = new CountDownLatch(1);
    var second = new CountDownLatch(1);
    source.set(
        new Slow("one", "two") {
          private int n;

          @Override
          public byte @Nullable [] next() throws InterruptedException {
            (n++ == 0 ? first : second).await();
            return super.next();
          }
        });
    try (RawClient client = server.raw()) {
      client.write("GET /body HTTP/1.1\r\n" + HOST + "\r\n");
      assertThat(client.readHeader())
          .containsIgnoringCase("transfer-encoding: chunked")
          .contains("Content-Type: text/plain");
      first.countDown();
      InputStream in = client.socket().getInputStream();
      assertThat(new String(in.readNBytes(8), StandardCharsets.UTF_8)).isEqualTo("3\r\none\r\n");
      second.countDown();
      assertThat(new String(in.readNBytes(13), StandardCharsets.UTF_8))
          .isEqualTo("3\r\ntwo\r\n0\r\n\r\n");
    }
  }

  @Test
  void tellsALengthThatIsKnown() throws Exception {
    source.set(new Slow(6, "one", "two"));
    try (RawClient client = server.raw()) {
      client.write("GET /body HTTP/1.1\r\n" + HOST + "\r\n");
      assertThat(client.readAnswer())
          .containsIgnoringCase("content-length: 6")
          .doesNotContainIgnoringCase("chunked")
          .endsWith("onetwo");
    }
  }

  @Test
  void breaksOffAnAnswerWhoseBodyBreaksOff() throws Exception {
    for (Body cut :
        List.of(
            new Slow("one", "CUT"),
            new Slow(9, "one", "CUT"),
            new Slow(9, "one"),
            new Slow(2, "one"))) {
      source.set(cut);
      try (RawClient client = server.raw()) {
        client.write("GET /body HTTP/1.1\r\n" + HOST + "\r\n");
        assertThat(client.readToEnd()).startsWith("HTTP/1.1 200").doesNotContain("\r\n0\r\n");
      }
    }
    assertThat(server.get("/status/200").body()).isEqualTo("nothing");
  }

  @Test
  void tellsTheReaderThatTheClientIsGone() throws Exception {
    go.countDown();
    RawClient client = server.raw();
    client.write("POST /count HTTP/1.1\r\n" + HOST + "Content-Length: 10\r\n\r\nhalf");
    client.close();
    assertThat(end.get(5, TimeUnit.SECONDS)).isIn("interrupted", "unexpected EOF");
  }

  @Test
  void interruptsWhoSendsToAClientThatIsGone() throws Exception {
    var closed = new CountDownLatch(1);
    var never = new CountDownLatch(1);
    source.set(
        new Slow("one", "two") {
          private boolean begun;

          @Override
          public byte @Nullable [] next() throws InterruptedException {
            if (begun) {
              never.await();
            }
            begun = true;
            return super.next();
          }

          @Override
          public void close() {
            closed.countDown();
          }
        });
    RawClient client = server.raw();
    client.write("GET /body HTTP/1.1\r\n" + HOST + "\r\n");
    client.readHeader();
    client.close();
    assertThat(closed.await(5, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void boundsAStreamedRequest() throws Exception {
    go.countDown();
    try (RawClient client = server.raw()) {
      client.write(
          "POST /count HTTP/1.1\r\n" + HOST + "Content-Length: " + (LARGE + MIB) + "\r\n\r\n");
      Thread.startVirtualThread(() -> pour(client, LARGE + MIB));
      assertThat(end.get(20, TimeUnit.SECONDS)).isEqualTo("stream too large");
    }
  }

  @Test
  void answersHeadAndBodilessStatuses() throws Exception {
    source.set(new Slow(6, "one", "two"));
    try (RawClient client = server.raw()) {
      client.write("HEAD /body HTTP/1.1\r\n" + HOST + "\r\n");
      assertThat(client.readHeader()).containsIgnoringCase("content-length: 6");
      source.set(new Slow("one", "two"));
      client.write("HEAD /body HTTP/1.1\r\n" + HOST + "\r\n");
      assertThat(client.readHeader())
          .contains("200 OK")
          .doesNotContainIgnoringCase("content-length")
          .doesNotContainIgnoringCase("chunked");
      for (String status : List.of("204", "304", "204")) {
        client.write("GET /status/" + status + " HTTP/1.1\r\n" + HOST + "\r\n");
        assertThat(client.readHeader())
            .startsWith("HTTP/1.1 " + status)
            .doesNotContainIgnoringCase("chunked");
      }
    }
  }

  @Test
  void asksForABodyWhenItIsRead() throws Exception {
    go.countDown();
    try (RawClient client = server.raw()) {
      client.write(
          "POST /count HTTP/1.1\r\n" + HOST + "Expect: 100-continue\r\nContent-Length: 3\r\n\r\n");
      assertThat(client.readHeader()).startsWith("HTTP/1.1 100 Continue");
      client.write("abc");
      assertThat(client.readAnswer()).startsWith("HTTP/1.1 200").endsWith("3");
    }
  }

  @Test
  void answersBeforeTheBodyIsRead() throws Exception {
    try (RawClient client = server.raw()) {
      client.write("POST /early HTTP/1.1\r\n" + HOST + "Content-Length: 300\r\n\r\n");
      assertThat(client.readHeader()).startsWith("HTTP/1.1 200");
      client.write("x".repeat(300) + "GET /status/201 HTTP/1.1\r\n" + HOST + "\r\n");
      assertThat(client.readHeader()).isEqualTo("5\r\nearly\r\n0\r\n\r\n");
      assertThat(client.readHeader()).startsWith("HTTP/1.1 201");
    }
    try (RawClient client = server.raw()) {
      client.write("POST /early HTTP/1.1\r\n" + HOST + "Content-Length: 900000\r\n\r\n");
      assertThat(client.readToEnd()).startsWith("HTTP/1.1 200").endsWith("0\r\n\r\n");
    }
    try (RawClient client = server.raw()) {
      client.write("POST /early HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n");
      assertThat(client.readHeader()).startsWith("HTTP/1.1 200");
      try {
        for (int i = 0; i < 1_000; i++) {
          client.write("ffff\r\n" + "x".repeat(0xffff) + "\r\n");
        }
      } catch (SocketException closed) {
        return;
      }
      assertThat(client.readToEnd()).matches("5\r\nearly\r\n0\r\n\r\n(\\[reset\\])?");
    }
  }

  @Test
  void keepsRepeatedHeadersAndTheirOrder() throws Exception {
    var random = new Random(7);
    try (RawClient client = server.raw()) {
      for (int round = 0; round < 100; round++) {
        var sent = new StringBuilder();
        for (int i = random.nextInt(30); i >= 0; i--) {
          String name = "X-" + (char) ('a' + random.nextInt(5)) + "-" + random.nextInt(3);
          sent.append(random.nextBoolean() ? name : name.toLowerCase(Locale.ROOT));
          sent.append(": v").append(random.nextInt(100)).append("\r\n");
        }
        client.write("GET /headers HTTP/1.1\r\n" + HOST + sent + "\r\n");
        String answer = client.readAnswer();
        int from = answer.indexOf("\r\n", answer.indexOf("Date:")) + 2;
        assertThat(answer.substring(from)).startsWith(sent + "Content-Length: 1\r\n");
      }
    }
  }
}

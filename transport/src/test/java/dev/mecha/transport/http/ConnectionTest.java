package dev.mecha.transport.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mecha.transport.LeakWatch;
import dev.mecha.transport.ThreadMode;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
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

/** Connections that are used again, half closed, or left half-way. */
@ParameterizedClass
@EnumSource
@ExtendWith(LeakWatch.class)
@Timeout(60)
class ConnectionTest {

  private static final String HOST = "Host: x\r\n";
  private static final String OK = "GET /ok HTTP/1.1\r\n" + HOST + "\r\n";

  private final TestServer server;
  private final CompletableFuture<String> end = new CompletableFuture<>();
  private final CountDownLatch waiting = new CountDownLatch(1);

  ConnectionTest(ThreadMode mode) {
    server = new TestServer(mode);
  }

  @BeforeEach
  void start() throws Exception {
    server
        .limits(HttpLimits.DEFAULTS.withSizes(1_000_000, 4096))
        .on("GET", "/ok", exchange -> exchange.respond(200, "text/plain", new byte[] {'o', 'k'}))
        .on("POST", "/body", exchange -> exchange.respond(200, "", exchange.body()))
        .on("POST", "/unread", exchange -> exchange.respond(202))
        .on(
            "GET",
            "/number/{n}",
            exchange ->
                exchange.respond(
                    200, "", exchange.pathParameter("n").getBytes(StandardCharsets.UTF_8)))
        .on(
            "POST",
            "/wait",
            exchange -> {
              waiting.countDown();
              try {
                exchange.body();
                new CountDownLatch(1).await();
              } catch (InterruptedException e) {
                end.complete("interrupted");
              } catch (RuntimeException e) {
                end.complete(e.getMessage());
              }
            })
        .start();
  }

  @AfterEach
  void stop() throws Exception {
    assertThat(server.get("/ok").statusCode()).isEqualTo(200);
    server.stop();
  }

  @Test
  void servesPipelinedRequestsInOrder() throws Exception {
    var requests = new StringBuilder();
    for (int i = 0; i < 200; i++) {
      requests.append("GET /number/").append(i).append(" HTTP/1.1\r\n").append(HOST).append("\r\n");
    }
    try (RawClient client = server.raw()) {
      client.write(requests.toString());
      for (int i = 0; i < 200; i++) {
        assertThat(client.readAnswer()).endsWith("\r\n\r\n" + i);
      }
    }
  }

  @Test
  void keepsTheConnectionAfterErrorsAndUnreadBodies() throws Exception {
    try (RawClient client = server.raw()) {
      client.write("GET /no HTTP/1.1\r\n" + HOST + "\r\n");
      assertThat(client.readAnswer()).startsWith("HTTP/1.1 404");
      client.write("POST /unread HTTP/1.1\r\n" + HOST + "Content-Length: 200000\r\n\r\n");
      client.write("x".repeat(200_000));
      assertThat(client.readAnswer()).startsWith("HTTP/1.1 202");
      client.write(
          "POST /unread HTTP/1.1\r\n"
              + HOST
              + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n");
      assertThat(client.readAnswer()).startsWith("HTTP/1.1 202");
      client.write(OK);
      assertThat(client.readAnswer()).startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void closesAfterABigBodyThatNobodyReads() throws Exception {
    try (RawClient client = server.raw()) {
      client.write("POST /unread HTTP/1.1\r\n" + HOST + "Content-Length: 900000\r\n\r\nx");
      String answer = client.readToEnd();
      assertThat(answer).startsWith("HTTP/1.1 202").containsIgnoringCase("connection: close");
    }
  }

  @Test
  void closesWhenAnUnreadChunkedBodyDoesNotEnd() throws Exception {
    try (RawClient client = server.raw()) {
      client.write("POST /unread HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n");
      assertThat(client.readAnswer()).startsWith("HTTP/1.1 202");
      String chunk = "ffff\r\n" + "x".repeat(0xffff) + "\r\n";
      try {
        for (int i = 0; i < 1_000; i++) {
          client.write(chunk);
        }
      } catch (SocketException closed) {
        return;
      }
      assertThat(client.readToEnd()).matches("|\\[reset\\]");
    }
  }

  @Test
  void refusesABodyThatIsTooLarge() throws Exception {
    String wanted =
        "{\"errorCode\":\"ERR_BODY_READ\","
            + "\"message\":\"failed to read request body: stream too large\"}";
    try (RawClient client = server.raw()) {
      client.write("POST /body HTTP/1.1\r\n" + HOST + "Content-Length: 1000001\r\n\r\n");
      client.write("x".repeat(1_000_001));
      assertThat(client.readAnswer()).startsWith("HTTP/1.1 400").endsWith(wanted);
    }
    try (RawClient client = server.raw()) {
      client.write("POST /body HTTP/1.1\r\n" + HOST + "Content-Length: 3000000\r\n\r\n");
      client.write("x".repeat(1_500_000));
      assertThat(client.readToEnd()).startsWith("HTTP/1.1 400").endsWith(wanted);
    }
    try (RawClient client = server.raw()) {
      client.write("POST /body HTTP/1.1\r\n" + HOST + "Content-Length: 1000000\r\n\r\n");
      client.write("x".repeat(1_000_000));
      assertThat(client.readAnswer()).startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void asksForABodyThatTheClientWouldRatherNotSend() throws Exception {
    String expect = HOST + "Expect: 100-continue\r\nContent-Length: 3\r\n\r\n";
    try (RawClient client = server.raw()) {
      client.write("POST /body HTTP/1.1\r\n" + expect);
      assertThat(client.readHeader()).startsWith("HTTP/1.1 100 Continue");
      client.write("abc");
      assertThat(client.readAnswer()).startsWith("HTTP/1.1 200").endsWith("abc");
      client.write("POST /unread HTTP/1.1\r\n" + expect);
      assertThat(client.readToEnd())
          .startsWith("HTTP/1.1 202")
          .containsIgnoringCase("connection: close");
    }
  }

  @Test
  void readsChunks() throws Exception {
    try (RawClient client = server.raw()) {
      client.write("POST /body HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc");
      client.write("\r\n2;ext=1\r\nde\r\n0\r\nTrailer: x\r\n\r\n" + OK);
      assertThat(client.readAnswer()).startsWith("HTTP/1.1 200").endsWith("abcde");
      assertThat(client.readAnswer()).endsWith("ok");
    }
  }

  @Test
  void speaksHttp10() throws Exception {
    try (RawClient client = server.raw()) {
      String answer = client.write("GET /ok HTTP/1.0\r\n\r\n").readToEnd();
      assertThat(answer).startsWith("HTTP/1.0 200").endsWith("ok");
    }
    try (RawClient client = server.raw()) {
      client.write("GET /ok HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
      assertThat(client.readAnswer()).containsIgnoringCase("connection: keep-alive");
      client.write("GET /ok HTTP/1.1\r\n" + HOST + "Connection: close\r\n\r\n");
      assertThat(client.readToEnd()).containsIgnoringCase("connection: close").endsWith("ok");
    }
  }

  @Test
  void answersHeadWithTheLengthAlone() throws Exception {
    try (RawClient client = server.raw()) {
      client.write("HEAD /no HTTP/1.1\r\n" + HOST + "\r\n" + OK);
      assertThat(client.readHeader())
          .startsWith("HTTP/1.1 404")
          .containsIgnoringCase("content-length: 13");
      assertThat(client.readAnswer()).startsWith("HTTP/1.1 200").endsWith("ok");
    }
  }

  @Test
  void interruptsTheRequestWhenItsClientGoesAway() throws Exception {
    RawClient client = server.raw();
    client.write("POST /wait HTTP/1.1\r\n" + HOST + "Content-Length: 0\r\n\r\n");
    waiting.await();
    client.close();
    assertThat(end.get(5, TimeUnit.SECONDS)).isEqualTo("interrupted");
  }

  @Test
  void endsTheBodyOfAClientThatGoesAwayInTheMiddle() throws Exception {
    RawClient client = server.raw();
    client.write("POST /wait HTTP/1.1\r\n" + HOST + "Content-Length: 10\r\n\r\nhalf");
    waiting.await();
    client.socket().setSoLinger(true, 0);
    client.close();
    assertThat(end.get(5, TimeUnit.SECONDS))
        .isIn("interrupted", "failed to read request body: unexpected EOF");
  }

  @Test
  void answersAClientThatHasNothingMoreToSay() throws Exception {
    try (RawClient client = server.raw()) {
      client.write(OK);
      client.socket().shutdownOutput();
      assertThat(client.readToEnd()).matches("(?s)|HTTP/1.1 200.*ok");
    }
  }
}

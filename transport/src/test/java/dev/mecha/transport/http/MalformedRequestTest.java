package dev.mecha.transport.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mecha.transport.LeakWatch;
import dev.mecha.transport.ThreadMode;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever a client sends, it gets an answer that says so, or the connection is closed. */
@ParameterizedClass
@EnumSource
@ExtendWith(LeakWatch.class)
@Timeout(60)
class MalformedRequestTest {

  private static final String HOST = "Host: x\r\n";

  private final TestServer server;

  MalformedRequestTest(ThreadMode mode) {
    server = new TestServer(mode);
  }

  @BeforeEach
  void start() throws Exception {
    server
        .on("GET", "/ok", exchange -> exchange.respond(204))
        .on("POST", "/body", exchange -> exchange.respond(200, "", exchange.body()))
        .start();
  }

  @AfterEach
  void stop() throws Exception {
    assertThat(server.get("/ok").statusCode()).as("the server is as well as before").isEqualTo(204);
    server.stop();
  }

  private String answerTo(String bytes) throws Exception {
    try (RawClient client = server.raw()) {
      return client.write(bytes).readToEnd();
    }
  }

  @Test
  void refusesMalformedRequestLines() throws Exception {
    String[] lines = {
      "GET",
      "GET /ok",
      "GET /ok HTTP",
      "GET /ok HTTP/x.y",
      "GET /ok HTTP/1.1 more",
      "GET  /a b HTTP/1.1",
      "GET ok HTTP/1.1",
      "GET /%zz HTTP/1.1",
      "GET /% HTTP/1.1",
      "G\u0000T /ok HTTP/1.1",
      "GET /o\u0001k HTTP/1.1",
      "GET\t/ok HTTP/1.1\t",
      "(GET) /ok HTTP/1.1",
    };
    for (String line : lines) {
      assertThat(answerTo(line + "\r\n" + HOST + "\r\n")).as(line).matches(this::isRefusal);
    }
  }

  @Test
  void refusesMalformedHeaders() throws Exception {
    String[] headers = {
      "no colon\r\n" + HOST,
      ": no name\r\n" + HOST,
      "na me: x\r\n" + HOST,
      "name : x\r\n" + HOST,
      "Content-Length: x\r\n" + HOST,
      "Content-Length: -1\r\n" + HOST,
      "Content-Length: 1\r\nContent-Length: 2\r\n" + HOST,
      "Content-Length: 1, 2\r\n" + HOST,
      "Content-Length: 99999999999999999999\r\n" + HOST,
      "Transfer-Encoding: gzip\r\n" + HOST,
      "Expect: miracles\r\n" + HOST,
      "x: \u0000\r\n" + HOST,
      "",
      HOST + HOST,
    };
    for (String header : headers) {
      assertThat(answerTo("POST /body HTTP/1.1\r\n" + header + "\r\n"))
          .as(header)
          .matches(this::isRefusal);
    }
  }

  private boolean isRefusal(String answer) {
    return answer.isEmpty()
        || answer.equals("[reset]")
        || (answer.matches("(?s)HTTP/1\\.[01] (4\\d\\d|501|505) .*") && !answer.contains("java"));
  }

  @Test
  void refusesHugeHeaders() throws Exception {
    String big = "x".repeat(10_000);
    for (String request :
        new String[] {
          "GET /" + big + " HTTP/1.1\r\n" + HOST + "\r\n",
          "GET /ok HTTP/1.1\r\n" + HOST + "A: " + big + "\r\n\r\n",
          "GET /ok HTTP/1.1\r\n" + HOST + "A: 1\r\n".repeat(3_000) + "\r\n",
          "GET /ok HTTP/1.1\r\n" + HOST + "A: " + "y".repeat(2_000_000) + "\r\n\r\n"
        }) {
      assertThat(answerTo(request))
          .startsWith("HTTP/1.1 431 Request Header Fields Too Large\r\n")
          .endsWith("\r\n\r\n431 Request Header Fields Too Large");
    }
  }

  @Test
  void putsUpWithHeadersThatThePeerPutsUpWith() throws Exception {
    try (RawClient client = server.raw()) {
      client.write("GET /ok HTTP/1.1\r\n" + HOST + "A: " + "x".repeat(7_000) + "\r\n\r\n");
      assertThat(client.readAnswer()).startsWith("HTTP/1.1 204 ");
    }
  }

  @Test
  void refusesMalformedChunks() throws Exception {
    for (String chunks : new String[] {"x\r\nabc\r\n", "-1\r\n\r\n", "3\r\nabcdef\r\n0\r\n\r\n"}) {
      assertThat(
              answerTo(
                  "POST /body HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n" + chunks))
          .as(chunks)
          .startsWith("HTTP/1.1 400 ")
          .endsWith("400 Bad Request");
    }
  }

  @Test
  void doesNotLetARequestBeSmuggled() throws Exception {
    String smuggled = "GET /ok HTTP/1.1\r\n" + HOST + "\r\n";
    String answer =
        answerTo(
            "POST /body HTTP/1.1\r\n"
                + HOST
                + "Content-Length: "
                + (smuggled.length() + 5)
                + "\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
                + smuggled);
    assertThat(answer).matches(this::isRefusal);
  }

  @Test
  void survivesRandomBytes() throws Exception {
    var random = new Random(20_260_101);
    for (int i = 0; i < 1_000; i++) {
      byte[] blob = new byte[1 + random.nextInt(300)];
      random.nextBytes(blob);
      if (i % 3 == 0) {
        byte[] start = "POST /body HTTP/1.1\r\n".getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(start, 0, blob, 0, Math.min(start.length, blob.length));
      }
      try (RawClient client = server.raw()) {
        client.write(blob);
        client.socket().shutdownOutput();
        assertThat(client.readToEnd()).matches(this::isRefusal);
      }
    }
  }
}

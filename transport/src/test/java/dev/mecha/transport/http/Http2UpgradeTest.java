package dev.mecha.transport.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mecha.transport.LeakWatch;
import dev.mecha.transport.ThreadMode;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The JDK's client as it is by default: its first request on a connection asks for HTTP/2, whatever
 * it brings with it, and what follows shares the connection.
 */
@ParameterizedClass
@EnumSource
@ExtendWith(LeakWatch.class)
@Timeout(120)
class Http2UpgradeTest {

  private static final int LIMIT = 1_000_000;

  /** More than the JDK's client and curl can take together with the change of protocol. */
  private static final int LARGE = 400_000;

  /** Around the sizes of frames, of windows, and of what is taken in ahead of time. */
  private static final List<Integer> SIZES =
      List.of(0, 1, 16_384, 16_385, 65_535, 65_536, 65_537, 200_000, LIMIT);

  private static final int HEADERS = 1;
  private static final int SETTINGS = 4;
  private static final int WINDOW_UPDATE = 8;

  /** With empty settings behind it. */
  private static final byte[] PREFACE =
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0".getBytes(StandardCharsets.US_ASCII);

  private final TestServer server;

  Http2UpgradeTest(ThreadMode mode) {
    server = new TestServer(mode);
  }

  @BeforeEach
  void start() throws Exception {
    server
        .limits(HttpLimits.DEFAULTS.withSizes(LIMIT, 4096))
        .on("GET", "/hello", exchange -> exchange.respond(200, "text/plain", new byte[] {'x'}))
        .on("GET", "/large", exchange -> exchange.respond(200, "text/plain", new byte[LARGE]))
        .on("POST", "/echo", exchange -> exchange.respond(200, "", exchange.body()))
        .on("POST", "/unread", exchange -> exchange.respond(202))
        .start();
  }

  @AfterEach
  void stop() throws Exception {
    server.stop();
  }

  private HttpRequest get() {
    return HttpRequest.newBuilder(server.uri("/hello")).timeout(TestServer.PATIENCE).build();
  }

  private HttpRequest post(String path, int size) {
    return HttpRequest.newBuilder(server.uri(path))
        .timeout(TestServer.PATIENCE)
        .POST(size == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(new byte[size]))
        .build();
  }

  private static HttpResponse<byte[]> send(HttpClient client, HttpRequest request)
      throws Exception {
    return client.send(request, BodyHandlers.ofByteArray());
  }

  private static void isWhole(HttpResponse<byte[]> answer, int size) {
    assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).hasSize(size);
  }

  @Test
  void aBodyOfAnySizeMayComeWithTheUpgrade() throws Exception {
    for (int size : SIZES) {
      try (HttpClient client = HttpClient.newHttpClient()) {
        isWhole(send(client, post("/echo", size)), size);
        isWhole(send(client, get()), 1);
        isWhole(send(client, post("/echo", size)), size);
      }
    }
  }

  @Test
  void aBodyThatNobodyReadsMayComeWithTheUpgrade() throws Exception {
    for (int size : SIZES) {
      try (HttpClient client = HttpClient.newHttpClient()) {
        assertThat(send(client, post("/unread", size)).statusCode()).isEqualTo(202);
        isWhole(send(client, get()), 1);
      }
    }
  }

  @Test
  void aBodyThatIsTooLargeMayComeWithTheUpgrade() throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      assertThat(send(client, post("/echo", LIMIT + 1)).statusCode()).isEqualTo(400);
      isWhole(send(client, get()), 1);
    }
  }

  @Test
  void aLargeAnswerWaitsForTheChangeOfProtocol() throws Exception {
    HttpRequest large =
        HttpRequest.newBuilder(server.uri("/large")).timeout(TestServer.PATIENCE).build();
    for (int round = 0; round < 20; round++) {
      try (HttpClient client = HttpClient.newHttpClient()) {
        var answers =
            IntStream.range(0, 10)
                .mapToObj(i -> client.sendAsync(large, BodyHandlers.ofByteArray()))
                .toList();
        for (var answer : answers) {
          isWhole(answer.get(20, TimeUnit.SECONDS), LARGE);
        }
      }
    }
  }

  /** What comes behind the 101 before the client's own beginning is lost on some clients. */
  @Test
  void nothingButSettingsComesBeforeTheClientHasChangedOver() throws Exception {
    try (var socket = new Socket("127.0.0.1", server.uri("/").getPort())) {
      socket.setSoTimeout((int) TestServer.PATIENCE.toMillis());
      socket
          .getOutputStream()
          .write(
              """
              GET /large HTTP/1.1\r
              Host: x\r
              Connection: Upgrade, HTTP2-Settings\r
              Upgrade: h2c\r
              HTTP2-Settings: AAMAAABkAAQAAP__\r
              \r
              """
                  .getBytes(StandardCharsets.US_ASCII));
      var in = new DataInputStream(socket.getInputStream());
      assertThat(head(in)).startsWith("HTTP/1.1 101 ");
      assertThat(frameType(in)).isEqualTo(SETTINGS);
      socket.getOutputStream().write(PREFACE);
      int type = frameType(in);
      while (type == SETTINGS || type == WINDOW_UPDATE) {
        type = frameType(in);
      }
      assertThat(type).isEqualTo(HEADERS);
    }
  }

  private static String head(DataInputStream in) throws IOException {
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) in.readUnsignedByte());
    }
    return head.toString();
  }

  private static int frameType(DataInputStream in) throws IOException {
    int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
    int type = in.readUnsignedByte();
    in.skipNBytes(5L + length);
    return type;
  }

  @Test
  void manyMayAskForTheUpgradeAtOnce() throws Exception {
    for (int round = 0; round < 5; round++) {
      try (HttpClient client = HttpClient.newHttpClient()) {
        var sizes = new ArrayList<Integer>();
        var answers = new ArrayList<CompletableFuture<HttpResponse<byte[]>>>();
        for (int i = 0; i < 40; i++) {
          boolean get = i % 3 == round % 3;
          int size = get ? 1 : i * 4093 % 120_000;
          sizes.add(size);
          answers.add(
              client.sendAsync(get ? get() : post("/echo", size), BodyHandlers.ofByteArray()));
        }
        for (int i = 0; i < answers.size(); i++) {
          isWhole(answers.get(i).get(20, TimeUnit.SECONDS), sizes.get(i));
        }
      }
    }
  }
}

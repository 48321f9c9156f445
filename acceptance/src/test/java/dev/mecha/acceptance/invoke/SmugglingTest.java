package dev.mecha.acceptance.invoke;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mecha.acceptance.process.RawApp;
import dev.mecha.acceptance.process.RawMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Requests about whose end a sidecar and the application might be of two minds: whatever the
 * sidecar takes them for, nothing that it has not understood as a request reaches the application
 * as one.
 */
@TestInstance(Lifecycle.PER_CLASS)
class SmugglingTest {

  private static final String INNER = "GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n";

  private final List<RawMessage> seen = new CopyOnWriteArrayList<>();
  private RawApp app;
  private Pair sidecars;

  @BeforeAll
  void start(@TempDir Path folder) {
    app =
        RawApp.answering(
            (request, out) -> {
              seen.add(request);
              out.write(
                  "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
                      .getBytes(StandardCharsets.UTF_8));
            });
    sidecars = Pair.start(folder, app.port());
  }

  @AfterAll
  void stop() {
    sidecars.close();
    app.close();
  }

  /** Each ends with the header; behind it comes a request that only one of the two would see. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 0\r\nContent-Length: 40",
        "Content-Length: 40\r\nContent-Length: 0",
        "Content-Length: 40, 0",
        "Content-Length: +40",
        "Content-Length: 0x28",
        "Content-Length: -1",
        "Content-Length: 40\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding: chunked\r\nContent-Length: 40",
        "Transfer-Encoding: chunked, identity",
        "Transfer-Encoding: identity, chunked",
        "Transfer-Encoding: xchunked",
        "Transfer-Encoding:\u000bchunked",
        "Transfer-Encoding : chunked",
        "Transfer-Encoding: gzip, chunked",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity",
        "X: y\r\n Transfer-Encoding: chunked",
        "X: y\nTransfer-Encoding: chunked",
        "X: y\rTransfer-Encoding: chunked",
        "X: y\u0000\r\nTransfer-Encoding: chunked",
        "Content-Length: 40\r\nExpect: 200-ok",
      })
  void nothingIsSmuggledIn(String header) throws IOException {
    int before = seen.size();
    // As chunks it ends at once; as bytes of a known length it holds the request.
    String request =
        "POST /outer HTTP/1.1\r\nHost: x\r\ndapr-app-id: orders\r\n" + header + "\r\n\r\n";
    try (var caller = new RawCaller(sidecars.caller().httpPort())) {
      caller.send(request + "0\r\n\r\n" + INNER);
      RawMessage first = caller.read();
      assertThat(first).as("an answer").isNotNull();
      // What the sidecar itself takes for a second request names no application: 404.
      if (first.status() < 400) {
        RawMessage second = caller.read();
        assertThat(second == null || second.status() >= 400).isTrue();
      }
    }
    assertThat(seen.subList(before, seen.size()))
        .allSatisfy(
            arrived -> {
              assertThat(arrived.start()).isEqualTo("POST /outer HTTP/1.1");
              assertThat(
                      arrived.all("content-length").size()
                          + arrived.all("transfer-encoding").size())
                  .isEqualTo(1);
            });
  }
}

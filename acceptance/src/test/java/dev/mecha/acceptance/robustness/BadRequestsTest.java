package dev.mecha.acceptance.robustness;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.mecha.acceptance.process.Grpc;
import dev.mecha.acceptance.process.ProcessFacts;
import dev.mecha.acceptance.process.Resources;
import dev.mecha.acceptance.process.Sidecar;
import dev.mecha.acceptance.robustness.RawConnection.Answer;
import io.dapr.v1.CommonProtos.StateItem;
import io.dapr.v1.DaprStateProtos.SaveStateRequest;
import io.grpc.Status;
import io.grpc.Status.Code;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that are wrong get a clear error and change nothing. */
@TestInstance(Lifecycle.PER_CLASS)
class BadRequestsTest {

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int LIMIT = 64 << 10;

  private Sidecar sidecar;

  @BeforeAll
  void start(@TempDir Path folder) {
    sidecar =
        Sidecar.in(folder)
            .resource(Resources.component("memory", "state.in-memory"))
            .flags("--max-body-size=64Ki")
            .start();
  }

  @AfterAll
  void stop() {
    sidecar.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          POST   | /v1.0/state/memory             | {                                      | 400 | ERR_MALFORMED_REQUEST
          POST   | /v1.0/state/memory             | {"key":"a"}                            | 400 | ERR_MALFORMED_REQUEST
          POST   | /v1.0/state/memory             | [{"key":1,"value":1}]                  | 400 | ERR_MALFORMED_REQUEST
          POST   | /v1.0/state/memory             | [{"value":1}]                          | 400 | ERR_MALFORMED_REQUEST
          POST   | /v1.0/state/memory             | [{"key":"a","value":1},{"key":2}]      | 400 | ERR_MALFORMED_REQUEST
          POST   | /v1.0/state/memory             | '[{"key":"a","value":1},{"key":"a||b"}]' | 400 | ERR_MALFORMED_REQUEST
          POST   | /v1.0/state/memory             | [{"key":"a","metadata":{"x":1}}]       | 400 | ERR_MALFORMED_REQUEST
          POST   | /v1.0/state/memory             | ''                                     | 400 | ERR_MALFORMED_REQUEST
          POST   | /v1.0/state/memory             | nonsense                               | 400 | ERR_MALFORMED_REQUEST
          POST   | /v1.0/state/nostore            | [{"key":"a","value":1}]                | 400 | ERR_STATE_STORE_NOT_FOUND
          GET    | /v1.0/state/nostore/a          | ''                                     | 400 | ERR_STATE_STORE_NOT_FOUND
          GET    | /v1.0/state/memory/a%7C%7Cb    | ''                                     | 400 | ERR_MALFORMED_REQUEST
          DELETE | /v1.0/state/memory/a%7C%7Cb    | ''                                     | 400 | ERR_MALFORMED_REQUEST
          PATCH  | /v1.0/state/memory/a           | {}                                     | 404 | ERR_DIRECT_INVOKE
          POST   | /v1.0/state/memory/bulk        | {"keys":"a"}                           | 400 | ERR_MALFORMED_REQUEST
          POST   | /v1.0/state/memory/bulk        | [                                      | 400 | ERR_MALFORMED_REQUEST
          POST   | /v1.0/state/memory/transaction | {"operations":"x"}                     | 400 | ERR_MALFORMED_REQUEST
          POST   | /v1.0/state/memory/transaction | {"operations":[{"operation":"merge","request":{"key":"a"}}]} | 400 | ERR_NOT_SUPPORTED_STATE_OPERATION
          POST   | /v1.0/state/memory/transaction | {"operations":[{"operation":"upsert","request":{"key":1}}]}  | 400 | ERR_MALFORMED_REQUEST
          POST   | /v1.0-alpha1/state/memory/query | {}                                    | 500 | ERR_STATE_STORE_NOT_SUPPORTED
          GET    | /v1.0/nowhere                  | ''                                     | 404 | ERR_DIRECT_INVOKE
          GET    | /                              | ''                                     | 404 | ERR_DIRECT_INVOKE
          POST   | /v1.0/healthz                  | {}                                     | 404 | ERR_DIRECT_INVOKE
          GET    | /v1.0/healthz?appid=another    | ''                                     | 500 | ERR_HEALTH_APPID_NOT_MATCH
          """)
  void aWrongRequestGetsAnErrorWithItsCode(
      String verb, String path, String body, int status, String code) {
    HttpResponse<String> answer = sidecar.send(verb, path, body);

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.body()).contains("\"errorCode\":\"" + code + "\"", "\"message\":\"");
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
    assertNothingSaved();
  }

  private void assertNothingSaved() {
    assertThat(sidecar.send("GET", "/v1.0/state/memory/a", "").statusCode())
        .as("nothing was saved")
        .isEqualTo(204);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          no HTTP          | 400 | hello\\r\\n\\r\\n
          a bad verb       | 400 | G@T / HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n
          no host          | 400 | GET / HTTP/1.1\\r\\n\\r\\n
          a bad escape     | 400 | GET /v1.0/state/memory/%zz HTTP/1.1\\r\\nHost: x\\r\\nConnection: close\\r\\n\\r\\n
          a bad name       | 400 | GET / HTTP/1.1\\r\\nHost: x\\r\\nX y: 1\\r\\n\\r\\n
          a NUL            | 400 | GET / HTTP/1.1\\r\\nHost: x\\r\\nX: a\\0b\\r\\n\\r\\n
          a bad length     | 400 | POST / HTTP/1.1\\r\\nHost: x\\r\\nContent-Length: many\\r\\n\\r\\n
          a length below 0 | 400 | POST / HTTP/1.1\\r\\nHost: x\\r\\nContent-Length: -1\\r\\n\\r\\n
          two lengths      | 400 | POST / HTTP/1.1\\r\\nHost: x\\r\\nContent-Length: 2\\r\\nContent-Length: 3\\r\\n\\r\\n[]x
          a bad chunk      | 400 | POST /v1.0/state/memory HTTP/1.1\\r\\nHost: x\\r\\nTransfer-Encoding: chunked\\r\\nConnection: close\\r\\n\\r\\nzz\\r\\n[]\\r\\n0\\r\\n\\r\\n
          """)
  void whatIsNoHttpIsRefusedAndTheConnectionClosed(String name, int status, String request) {
    assertRefused(name, request.translateEscapes(), status);
  }

  @Test
  void headersAreLimited() {
    String begin = "GET /v1.0/healthz HTTP/1.1\r\nHost: x\r\n";
    assertRefused("one", begin + "X: " + "x".repeat(20_000) + "\r\n\r\n", 431);
    assertRefused("many", begin + "X: 12345678\r\n".repeat(2_000) + "\r\n", 431);
    assertRefused("path", "GET /" + "x".repeat(20_000) + " HTTP/1.1\r\nHost: x\r\n\r\n", 431);
  }

  private void assertRefused(String name, String request, int status) {
    try (var connection = new RawConnection(sidecar.httpPort())) {
      Answer answer = connection.send(request).read(PATIENCE);
      assertThat(answer.closed()).as("%s: closed after %s", name, answer).isTrue();
      assertThat(answer.status()).as("%s: %s", name, answer).isEqualTo(status);
    }
  }

  @ParameterizedTest
  @CsvSource({"false, 1", "true, 1", "false, 2000000", "true, 2000000"})
  void bodiesAreLimited(boolean chunked, int tooMany) {
    String frame = "[{\"key\":\"a\",\"value\":\"%s\"}]";
    String value = "x".repeat(LIMIT - frame.length() + 2);
    assertThat(send(chunked, frame.formatted(value)).status()).isEqualTo(204);
    assertThat(sidecar.send("DELETE", "/v1.0/state/memory/a", "").statusCode()).isEqualTo(204);

    Answer answer = send(chunked, frame.formatted(value + "x".repeat(tooMany)));
    assertThat(answer.status()).as(answer.text()).isEqualTo(400);
    assertThat(answer.text()).contains("\"errorCode\":\"ERR_BODY_READ\"", "stream too large");
    assertNothingSaved();
  }

  private Answer send(boolean chunked, String body) {
    String begin = "POST /v1.0/state/memory HTTP/1.1\r\nHost: x\r\nConnection: close\r\n";
    String rest =
        chunked
            ? "Transfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n0\r\n\r\n"
                .formatted(body.length(), body)
            : "Content-Length: %d\r\n\r\n%s".formatted(body.length(), body);
    try (var connection = new RawConnection(sidecar.httpPort())) {
      return connection.send(begin + rest).read(PATIENCE);
    }
  }

  /** The message is larger than allowed by itself, or is no message at all. */
  @Test
  void wrongMessagesAreRefused() {
    try (var grpc = new Grpc(sidecar.grpcPort())) {
      byte[] save = save("a".repeat(LIMIT));
      assertThat(grpc.call("SaveState", save).getCode()).isEqualTo(Code.RESOURCE_EXHAUSTED);
      assertThat(grpc.call("SaveState", Arrays.copyOf(save, 100)).getCode())
          .isEqualTo(Code.INTERNAL);
      assertThat(grpc.call("NoSuchMethod", save("1")).getCode()).isEqualTo(Code.UNKNOWN);
      assertThat(grpc.call("GetState", new byte[0]).getCode()).isEqualTo(Code.INVALID_ARGUMENT);
      assertNothingSaved();
      assertThat(grpc.call("SaveState", save("1"))).isEqualTo(Status.OK);
    }
    assertThat(sidecar.send("DELETE", "/v1.0/state/memory/a", "").statusCode()).isEqualTo(204);
  }

  private static byte[] save(String value) {
    return SaveStateRequest.newBuilder()
        .setStoreName("memory")
        .addStates(
            StateItem.newBuilder().setKey("a").setValue(ByteString.copyFromUtf8(value)).build())
        .build()
        .toByteArray();
  }

  /** What is cut off by the client's goodbye is neither waited for nor half done. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "POST /v1.0/state/mem",
        "POST /v1.0/state/memory HTTP/1.1\\r\\nHost: x\\r\\n",
        "POST /v1.0/state/memory HTTP/1.1\\r\\nHost: x\\r\\nContent-Length: 50\\r\\n\\r\\n"
            + "[{\"key\":\"a\",\"value\":1}]",
        "POST /v1.0/state/memory HTTP/1.1\\r\\nHost: x\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n"
            + "18\\r\\n[{\"key\":\"a\",\"value\":1}]\\r\\n"
      })
  void aRequestThatIsCutOffChangesNothing(String request) {
    try (var connection = new RawConnection(sidecar.httpPort())) {
      Answer answer = connection.send(request.translateEscapes()).halfClose().read(PATIENCE);
      assertThat(answer.closed()).as("closed after %s", answer).isTrue();
      assertThat(answer.status()).as(answer.text()).isIn(0, 400);
    }
    assertNothingSaved();
  }

  /** Clients that never come to an end keep nobody else waiting, and do not last. */
  @Test
  void slowClientsAreSentAway() {
    int files = ProcessFacts.of(sidecar.process()).files();
    var slow = new ArrayList<RawConnection>();
    try {
      for (int i = 0; i < 200; i++) {
        slow.add(new RawConnection(sidecar.httpPort()).send("GET / HTTP/1.1\r\nHost: x"));
        slow.add(new RawConnection(sidecar.grpcPort()).send("PRI * HTTP/2.0\r\n"));
      }
      assertNothingSaved();
      try (var grpc = new Grpc(sidecar.grpcPort())) {
        assertThat(grpc.call("GetMetadata", new byte[0])).isEqualTo(Status.OK);
      }
      slow.forEach(connection -> connection.send("\r\nX"));
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () -> assertThat(ProcessFacts.of(sidecar.process()).files()).isLessThan(files + 20));
    } finally {
      slow.forEach(RawConnection::close);
    }
  }

  @AfterEach
  void nothingIsToldAboutTheInside() {
    assertThat(sidecar.log()).doesNotContain("level=error", "failed unexpectedly");
  }
}

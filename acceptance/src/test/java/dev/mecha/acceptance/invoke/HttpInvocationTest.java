package dev.mecha.acceptance.invoke;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mecha.acceptance.process.EchoApp;
import dev.mecha.acceptance.process.Resources;
import dev.mecha.acceptance.process.Sidecar;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One application calls another: every form that a caller may choose. */
@TestInstance(Lifecycle.PER_CLASS)
class HttpInvocationTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private EchoApp orders;
  private Sidecar callee;
  private Sidecar caller;

  @BeforeAll
  void start(@TempDir Path folder) {
    String names = Resources.neighbours(folder.resolve("names.db"));
    orders = EchoApp.start("orders");
    callee =
        Sidecar.in(folder.resolve("callee"))
            .appId("orders")
            .configuration(names)
            .flags("--app-port=" + orders.port())
            .environment("APP_API_TOKEN", "the-token")
            .launch();
    caller = Sidecar.in(folder.resolve("caller")).appId("shop").configuration(names).launch();
    callee.awaitHealthy();
    caller.awaitHealthy();
  }

  @AfterAll
  void stop() {
    caller.close();
    callee.close();
    orders.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"})
  void everyVerbArrives(String verb) throws IOException {
    JsonNode seen = call(verb, "/v1.0/invoke/orders/method/list");
    assertThat(seen.path("verb").asText()).isEqualTo(verb);
    assertThat(seen.path("path").asText()).isEqualTo("/list");
  }

  @Test
  void aVerbThatNobodyKnowsArrivesAsPost() throws IOException {
    assertThat(call("NONE", "/v1.0/invoke/orders/method/list").path("verb").asText())
        .isEqualTo("POST");
  }

  @Test
  void headHasNoBody() {
    HttpResponse<String> answer = caller.send("HEAD", "/v1.0/invoke/orders/method/list", "");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("X-App")).contains("orders");
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void pathQueryBodyAndHeadersArriveAsTheyWere() throws IOException {
    JsonNode seen =
        JSON.readTree(
            caller
                .send(
                    "POST",
                    "/v1.0/invoke/orders/method/a%20b/c?q=1&q=2&x=%2F",
                    "{\"a\":\"ü\"}",
                    "Content-Type",
                    "application/json; charset=utf-8",
                    "X-Many",
                    "1",
                    "X-Many",
                    "2",
                    "dapr-caller-app-id",
                    "forged",
                    "traceparent",
                    "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
                .body());
    assertThat(seen.path("path").asText()).isEqualTo("/a%20b/c");
    assertThat(seen.path("query").asText()).isEqualTo("q=1&q=2&x=%2F");
    assertThat(seen.path("body").asText()).isEqualTo("{\"a\":\"ü\"}");
    JsonNode headers = seen.path("headers");
    assertThat(headers.path("Content-type").toString())
        .isEqualTo("[\"application/json; charset=utf-8\"]");
    assertThat(headers.path("X-many").toString()).isEqualTo("[\"1\",\"2\"]");
    assertThat(headers.path("Dapr-caller-app-id").toString()).isEqualTo("[\"shop\"]");
    assertThat(headers.path("Dapr-callee-app-id").toString()).isEqualTo("[\"orders\"]");
    assertThat(headers.path("Dapr-api-token").toString()).isEqualTo("[\"the-token\"]");
    assertThat(headers.path("Traceparent")).hasSize(1);
    assertThat(headers.path("Traceparent").path(0).asText())
        .startsWith("00-4bf92f3577b34da6a3ce929d0e0e4736-");
    assertThat(headers.path("X-forwarded-for").size()).isEqualTo(1);
    assertThat(headers.path("Destination-app-id").isMissingNode()).isTrue();
  }

  @Test
  void theTargetMayBeInAHeaderOrAUserName() throws IOException {
    JsonNode byHeader =
        JSON.readTree(caller.send("GET", "/a/b?c=d", "", "dapr-app-id", "orders").body());
    assertThat(byHeader.path("path").asText()).isEqualTo("/a/b");
    assertThat(byHeader.path("query").asText()).isEqualTo("c=d");
    assertThat(byHeader.path("headers").path("Dapr-app-id").isMissingNode()).isTrue();
    String user = Base64.getEncoder().encodeToString("dapr-app-id:orders".getBytes(UTF_8));
    JsonNode byUser =
        JSON.readTree(caller.send("GET", "/x", "", "Authorization", "Basic " + user).body());
    assertThat(byUser.path("path").asText()).isEqualTo("/x");
  }

  @Test
  void aUrlMayBeTheTarget() throws IOException {
    JsonNode seen = call("GET", "/v1.0/invoke/http://127.0.0.1:" + orders.port() + "/method/list");
    assertThat(seen.path("path").asText()).isEqualTo("/list");
    assertThat(seen.path("headers").path("Dapr-api-token").isMissingNode()).isTrue();
  }

  @Test
  void anApplicationMayCallItself() throws IOException {
    HttpResponse<String> answer = callee.send("GET", "/v1.0/invoke/orders/method/list", "");
    JsonNode seen = JSON.readTree(answer.body());
    assertThat(seen.path("headers").path("Dapr-caller-app-id").toString())
        .isEqualTo("[\"orders\"]");
  }

  @ParameterizedTest
  @ValueSource(ints = {204, 302, 400, 404, 500, 503})
  void statusesComeBack(int status) {
    HttpResponse<String> answer =
        caller.send("GET", "/v1.0/invoke/orders/method/status/" + status, "");
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.headers().firstValue("X-App")).contains("orders");
  }

  @Test
  void whoWantsEventsAndGetsNoneIsTold() {
    String path = "/v1.0/invoke/orders/method/status/";
    HttpResponse<String> refused =
        caller.send("GET", path + 404, "", "Accept", "text/event-stream");
    assertThat(refused.statusCode()).isEqualTo(500);
    assertThat(refused.body())
        .isEqualTo(
            "{\"errorCode\":\"ERR_DIRECT_INVOKE\",\"message\":\"failed to invoke, id: orders, err:"
                + " rpc error: code = Internal desc = error invoking app channel: no response"
                + " received from stream\"}");
    assertThat(caller.send("GET", path + 200, "", "Accept", "text/event-stream").statusCode())
        .isEqualTo(200);
  }

  @Test
  void nobodyIsThere() {
    HttpResponse<String> answer = caller.send("GET", "/v1.0/invoke/nobody/method/x", "");
    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(answer.body())
        .contains("\"errorCode\":\"ERR_DIRECT_INVOKE\"")
        .contains("failed to invoke, id: nobody, err: ");
  }

  @Test
  void theApplicationIsGone(@TempDir Path folder) {
    EchoApp app = EchoApp.start("short");
    int port = app.port();
    try (Sidecar sidecar = Sidecar.in(folder).appId("short").flags("--app-port=" + port).start()) {
      app.close();
      HttpResponse<String> answer = sidecar.send("GET", "/v1.0/invoke/short/method/x", "");
      assertThat(answer.statusCode()).isEqualTo(500);
      assertThat(answer.body()).contains("ERR_DIRECT_INVOKE").contains("127.0.0.1:" + port);
    }
  }

  private JsonNode call(String verb, String path) throws IOException {
    HttpResponse<String> answer = caller.send(verb, path, "");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JSON.readTree(answer.body());
  }
}

package dev.mecha.transport.http;

import static java.net.http.HttpRequest.BodyPublishers.ofString;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mecha.kernel.error.ApiError;
import dev.mecha.kernel.error.ErrorCategory;
import dev.mecha.kernel.pipeline.HttpRoute;
import dev.mecha.transport.ThreadMode;
import io.grpc.Status;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
class HttpDoorTest {

  private final TestServer server;

  HttpDoorTest(ThreadMode mode) {
    server = new TestServer(mode);
  }

  @BeforeEach
  void start() throws Exception {
    server
        .on(
            "GET",
            "/v1/hello/{name}",
            exchange -> {
              String name = exchange.pathParameter("name");
              exchange.respond(
                  200, "text/plain", ("hello " + name).getBytes(StandardCharsets.UTF_8));
            })
        .on("POST", "/v1/echo", exchange -> exchange.respond(200, "", exchange.body()))
        .on("DELETE", "/v1/nothing", exchange -> exchange.respond(204))
        .on(
            "GET",
            "/v1/error",
            exchange -> {
              throw ApiError.simple(
                      409, Status.Code.ABORTED, "ERR_TEST", ErrorCategory.COMMON, "it \"failed\"")
                  .asException();
            })
        .on(
            "GET",
            "/v1/broken",
            exchange -> {
              throw new IllegalStateException("secret");
            })
        .start();
  }

  @AfterEach
  void stop() throws Exception {
    server.stop();
  }

  @Test
  void answersWithPathParameters() throws Exception {
    HttpResponse<String> answer = server.get("/v1/hello/J%C3%BCrgen+K%2Fx");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("hello Jürgen K/x");
    assertThat(answer.headers().firstValue("content-type")).hasValue("text/plain");
    assertThat(answer.headers().firstValue("date")).isPresent();
  }

  @Test
  void echoesABody() throws Exception {
    String body = "x".repeat(300_000);
    HttpResponse<String> answer =
        server.send(HttpRequest.newBuilder(server.uri("/v1/echo")).POST(ofString(body)));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(body);
    assertThat(answer.headers().firstValue("content-type")).hasValue("application/json");
  }

  @Test
  void answersWithoutContent() throws Exception {
    HttpResponse<String> answer =
        server.send(HttpRequest.newBuilder(server.uri("/v1/nothing")).DELETE());
    assertThat(answer.statusCode()).isEqualTo(204);
    assertThat(answer.headers().firstValue("content-length")).isEmpty();
  }

  @Test
  void rendersAnError() throws Exception {
    HttpResponse<String> answer = server.get("/v1/error");
    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(answer.body())
        .isEqualTo("{\"errorCode\":\"ERR_TEST\",\"message\":\"it \\\"failed\\\"\"}");
  }

  @Test
  void tellsNoSecretsOfAFault() throws Exception {
    HttpResponse<String> answer = server.get("/v1/broken");
    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(answer.body()).contains("\"ERROR\"").doesNotContain("secret");
  }

  @Test
  void handsTheRestToTheFallback() throws Exception {
    assertThat(server.get("/v1/other").body()).isEqualTo("nothing here\n");
    assertThat(server.send(HttpRequest.newBuilder(server.uri("/v1/echo")).GET()).statusCode())
        .isEqualTo(404);
  }

  @Test
  void routesAndFiltersAreReplacedWhileRequestsAreUnderWay() throws Exception {
    var arrived = new CountDownLatch(1);
    var replaced = new CountDownLatch(1);
    HttpRoute old =
        TestServer.route(
            "GET",
            "/v1/slow",
            exchange -> {
              arrived.countDown();
              replaced.await();
              exchange.respond(200, "text/plain", "old".getBytes(StandardCharsets.UTF_8));
            });
    HttpRoute next =
        TestServer.route(
            "GET",
            "/v1/slow",
            exchange ->
                exchange.respond(200, "text/plain", "new".getBytes(StandardCharsets.UTF_8)));
    server.door().replace(List.of(), new RouteTable(List.of(old), old));
    try (RawClient kept = server.raw();
        RawClient other = server.raw()) {
      kept.write("GET /v1/slow HTTP/1.1\r\nHost: x\r\n\r\n");
      arrived.await();
      server.door().replace(List.of(), new RouteTable(List.of(next), next));
      other.write("GET /v1/slow HTTP/1.1\r\nHost: x\r\n\r\n");
      assertThat(other.readAnswer()).endsWith("new");
      replaced.countDown();
      assertThat(kept.readAnswer()).endsWith("old");
      kept.write("GET /v1/slow HTTP/1.1\r\nHost: x\r\n\r\n");
      assertThat(kept.readAnswer()).endsWith("new");
    }
  }
}

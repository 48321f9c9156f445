package dev.mecha.acceptance.middleware;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.mecha.acceptance.process.EchoApp;
import dev.mecha.acceptance.process.Resources;
import dev.mecha.acceptance.process.Sidecar;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Middleware that is no part of the class path, each with libraries of its own. */
@TestInstance(Lifecycle.PER_CLASS)
class PluggedMiddlewareTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String PIPELINES =
      """
      apiVersion: dapr.io/v1alpha1
      kind: Configuration
      metadata:
        name: config
      spec:
        httpPipeline:
          handlers:
            - {name: guest, type: middleware.http.wasm, version: v1}
        appHttpPipeline:
          handlers:
            - {name: token, type: middleware.http.oauth2clientcredentials, version: v1}
      """;

  private HttpServer issuer;
  private EchoApp app;
  private Sidecar sidecar;

  @BeforeAll
  void start(@TempDir Path folder) throws IOException {
    issuer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    issuer.createContext(
        "/token",
        exchange -> {
          try (exchange) {
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            byte[] token =
                "{\"access_token\":\"t1\",\"expires_in\":600}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, token.length);
            exchange.getResponseBody().write(token);
          }
        });
    issuer.start();
    Path guest = folder.resolve("guest.wasm");
    try (InputStream module = getClass().getResourceAsStream("/middleware/guest.wasm")) {
      Files.write(guest, Objects.requireNonNull(module).readAllBytes());
    }
    app = EchoApp.start("orders");
    sidecar =
        Sidecar.in(folder)
            .configuration(PIPELINES)
            .flags("--app-port=" + app.port())
            .resource(
                Resources.component("guest", "middleware.http.wasm", "url", "file://" + guest))
            .resource(
                Resources.component(
                    "token",
                    "middleware.http.oauth2clientcredentials",
                    "clientID",
                    "me",
                    "clientSecret",
                    "s3",
                    "scopes",
                    "orders",
                    "headerName",
                    "X-Token",
                    "tokenURL",
                    "http://127.0.0.1:" + issuer.getAddress().getPort() + "/token"))
            .start();
  }

  @AfterAll
  void stop() {
    sidecar.close();
    app.close();
    issuer.stop(0);
  }

  @Test
  void theApplicationSeesTheHeadersOfBothPipelines() throws IOException {
    HttpResponse<String> answer = sidecar.send("POST", "/v1.0/invoke/myapp/method/list", "hello");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("X-Guest")).contains("seen");
    JsonNode seen = JSON.readTree(answer.body());
    assertThat(seen.path("headers").path("X-guest").path(0).asText()).isEqualTo("seen");
    assertThat(seen.path("headers").path("X-token").path(0).asText()).isEqualTo("Bearer t1");
    assertThat(seen.path("body").asText()).isEqualTo("hello");
  }

  @Test
  void aGuestRefuses() {
    int before = app.calls();
    HttpResponse<String> answer = sidecar.send("DELETE", "/v1.0/invoke/myapp/method/list", "");
    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(app.calls()).isEqualTo(before);
  }
}

package dev.mecha.acceptance.middleware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mecha.acceptance.process.EchoApp;
import dev.mecha.acceptance.process.Resources;
import dev.mecha.acceptance.process.Sidecar;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Both pipelines, in one sidecar that calls its own application. */
@TestInstance(Lifecycle.PER_CLASS)
class PipelinesTest {

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
            - name: check
              type: middleware.http.routerchecker
            - name: first
              type: middleware.http.routeralias
            - name: second
              type: middleware.http.routeralias
            - name: later
              type: middleware.http.ratelimit
            - name: nobody
              type: middleware.http.uppercase
        appHttpPipeline:
          handlers:
            - name: inner
              type: middleware.http.routeralias
              version: v1
            - name: loud
              type: middleware.http.uppercase
              version: v1
      """;

  private EchoApp app;
  private Sidecar sidecar;
  private Path resources;

  @BeforeAll
  void start(@TempDir Path folder) {
    app = EchoApp.start("orders");
    resources = folder.resolve("resources");
    sidecar =
        Sidecar.in(folder)
            .configuration(PIPELINES)
            .flags("--app-port=" + app.port())
            .resource(
                Resources.component(
                    "check", "middleware.http.routerchecker", "rule", "^[A-Za-z0-9/._-]+$"))
            .resource(alias("first", "{\"/shop/{item}\": \"/between\", \"/raw\": \"/rawer\"}"))
            .resource(
                alias(
                    "second",
                    "{\"/between\": \"/v1.0/invoke/myapp/method/list\","
                        + " \"/rawer\": \"/v1.0/invoke/myapp/method/raw\","
                        + " \"/shop/{item}\": \"/never\"}"))
            .resource(alias("inner", "{\"/list\": \"/inside\"}"))
            .resource(
                Resources.component("loud", "middleware.http.uppercase", "direction", "request"))
            .start();
  }

  private static String alias(String name, String routes) {
    return Resources.component(name, "middleware.http.routeralias", "routes", routes);
  }

  @AfterAll
  void stop() {
    sidecar.close();
    app.close();
  }

  @Test
  void requestsPassTheHandlersInTheirOrder() throws IOException {
    HttpResponse<String> answer = sidecar.send("POST", "/shop/7", "hello");
    assertThat(answer.statusCode()).isEqualTo(200);
    JsonNode seen = JSON.readTree(answer.body());
    assertThat(seen.path("path").asText()).isEqualTo("/inside");
    assertThat(seen.path("query").asText()).isEqualTo("item=7");
    assertThat(seen.path("body").asText()).isEqualTo("HELLO");
  }

  @Test
  void bodiesThatMiddlewareChangesStream() {
    String large = "abc".repeat(1 << 20);
    HttpResponse<String> answer = sidecar.send("POST", "/raw", large);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).hasSize(large.length()).startsWith("ABCABC").endsWith("ABC");
  }

  @Test
  void oneThatRefusesLetsNothingThrough() {
    int before = app.calls();
    HttpResponse<String> answer = sidecar.send("GET", "/v1.0/metadata?a=b", "");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).isEqualTo("invalid router");
    assertThat(answer.headers().firstValue("Content-Type")).contains("text/plain; charset=utf-8");
    assertThat(app.calls()).isEqualTo(before);
  }

  @Test
  void otherRequestsAreLeftAlone() {
    HttpResponse<String> answer = sidecar.send("GET", "/v1.0/metadata", "");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("middleware.http.uppercase");
  }

  @Test
  void missingHandlersAreSkippedAndSaidOnce() {
    assertThat(sidecar.log()).contains("Pipeline server: nobody is skipped");
  }

  @Test
  void handlersComeAndGoWithTheirFiles() throws IOException {
    Path file = resources.resolve("later.yaml");
    assertThat(limit()).isEmpty();
    Files.writeString(
        file,
        Resources.component("later", "middleware.http.ratelimit", "maxRequestsPerSecond", "1000"));
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(limit()).isEqualTo("1000.00"));
    Files.delete(file);
    await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(limit()).isEmpty());
  }

  private String limit() {
    return sidecar
        .send("GET", "/v1.0/metadata", "")
        .headers()
        .firstValue("X-Rate-Limit-Limit")
        .orElse("");
  }
}

package dev.mecha.acceptance.resiliency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mecha.acceptance.process.EchoApp;
import dev.mecha.acceptance.process.MuteApp;
import dev.mecha.acceptance.process.Resources;
import dev.mecha.acceptance.process.Sidecar;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Policies around calls between two sidecars, each seen from the application behind them. */
@TestInstance(Lifecycle.PER_CLASS)
class PoliciesTest {

  private static final String POLICIES =
      """
        policies:
          timeouts:
            short: 2s
          retries:
            twice: {policy: constant, duration: 10ms, maxRetries: 2}
            unavailable:
              policy: constant
              duration: 10ms
              maxRetries: 2
              matching: {httpStatusCodes: '503'}
          circuitBreakers:
            quick: {maxRequests: 1, timeout: 1s, trip: consecutiveFailures >= 3}
        targets:
          apps:
            mute: {timeout: short}
            twice: {retry: twice}
            matching: {retry: unavailable}
            fragile: {circuitBreaker: quick}
      """;

  private MuteApp mute;
  private EchoApp app;
  private Sidecar muteCallee;
  private Sidecar caller;

  @BeforeAll
  void start(@TempDir Path folder) {
    String names = Resources.neighbours(folder.resolve("names.db"));
    mute = MuteApp.start();
    app = EchoApp.start("app");
    muteCallee =
        Sidecar.in(folder.resolve("mute"))
            .appId("mute")
            .configuration(names)
            .flags("--app-port=" + mute.port())
            .launch();
    caller =
        Sidecar.in(folder.resolve("caller"))
            .appId("shop")
            .configuration(names)
            .resource(Resources.resiliency("policies", POLICIES))
            .resource(Resources.httpEndpoint("twice", "http://127.0.0.1:" + app.port()))
            .resource(Resources.httpEndpoint("matching", "http://127.0.0.1:" + app.port()))
            .resource(Resources.httpEndpoint("fragile", "http://127.0.0.1:" + app.port()))
            .launch();
    muteCallee.awaitHealthy();
    caller.awaitHealthy();
  }

  @AfterAll
  void stop() {
    caller.close();
    muteCallee.close();
    app.close();
    mute.close();
  }

  @Test
  void aTimeoutStopsTheWork() {
    Instant begin = Instant.now();
    HttpResponse<String> answer = caller.send("POST", "/v1.0/invoke/mute/method/x", "{}");
    assertThat(Duration.between(begin, Instant.now())).isLessThan(Duration.ofSeconds(20));
    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(answer.body()).contains("ERR_DIRECT_INVOKE", "context deadline exceeded");
    Awaitility.await()
        .atMost(Duration.ofSeconds(5))
        .untilAsserted(
            () -> {
              assertThat(mute.asked()).isEqualTo(1);
              assertThat(mute.hungUp()).isEqualTo(1);
            });
    assertThat(caller.metrics())
        .containsPattern(
            "dapr_resiliency_activations_total\\{.*policy=\"timeout\".*target=\"app_mute\".*} 1");
  }

  @Test
  void aBadAnswerIsTriedAgainAndComesThroughInTheEnd() {
    assertThat(asked("twice", 500)).isEqualTo(3);
    assertThat(asked("twice", 200)).isEqualTo(1);
  }

  @Test
  void onlyWhatMatchesIsTriedAgain() {
    assertThat(asked("matching", 503)).isEqualTo(3);
    assertThat(asked("matching", 500)).isEqualTo(1);
    assertThat(asked("matching", 404)).isEqualTo(1);
  }

  private int asked(String endpoint, int status) {
    int before = app.calls();
    String path = "/v1.0/invoke/" + endpoint + "/method/status/" + status;
    assertThat(caller.send("POST", path, "{}").statusCode()).isEqualTo(status);
    return app.calls() - before;
  }

  @Test
  void aBreakerOpensAndCloses() {
    String path = "/v1.0/invoke/fragile/method/status/";
    for (int i = 0; i < 3; i++) {
      assertThat(caller.send("GET", path + 500, "").statusCode()).isEqualTo(500);
    }
    int before = app.calls();
    HttpResponse<String> refused = caller.send("GET", path + 500, "");
    assertThat(refused.statusCode()).isEqualTo(500);
    assertThat(refused.body()).contains("circuit breaker is open");
    assertThat(app.calls()).isEqualTo(before);
    assertThat(caller.metrics())
        .containsPattern(
            "dapr_resiliency_cb_state\\{.*status=\"open\".*target=\"app_fragile\".*} 1");
    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> caller.send("GET", path + 200, "").statusCode() == 200);
    assertThat(caller.send("GET", path + 200, "").statusCode()).isEqualTo(200);
    assertThat(caller.metrics())
        .containsPattern(
            "dapr_resiliency_cb_state\\{.*status=\"closed\".*target=\"app_fragile\".*} 1");
  }
}

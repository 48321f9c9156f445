package dev.mecha.acceptance.operation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mecha.acceptance.process.Grpc;
import dev.mecha.acceptance.process.Resources;
import dev.mecha.acceptance.process.Sidecar;
import io.grpc.Status;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a sidecar starts, fails to start, and ends. */
class StartAndStopTest {

  @TempDir Path folder;

  private static final String BROKEN =
      Resources.stateStore("state.redis", "redisHost", "127.0.0.1:1");

  @Test
  void anUnknownFlagIsNamed() {
    try (Sidecar sidecar = Sidecar.in(folder).flags("--no-such-flag").launch()) {
      assertThat(sidecar.awaitExit()).isEqualTo(1);
      assertThat(sidecar.log()).contains("unknown flag: --no-such-flag");
    }
  }

  @Test
  void theLinesThatToolsWaitForAreThere() {
    try (Sidecar sidecar = Sidecar.in(folder).start()) {
      assertThat(sidecar.log())
          .contains("Starting Dapr Runtime -- version 1.18.3")
          .contains("app id: myapp")
          .contains("HTTP server is running on port " + sidecar.httpPort())
          .contains("API gRPC server is running on port " + sidecar.grpcPort())
          .contains("dapr initialized. Status: Running. Init Elapsed ");
      assertThat(sidecar.stop()).isZero();
      assertThat(sidecar.log()).contains("Daprd shutdown gracefully");
    }
  }

  @Test
  void theShutdownCallEndsTheProcess() {
    try (Sidecar sidecar = Sidecar.in(folder).start()) {
      assertThat(sidecar.send("POST", "/v1.0/shutdown", "").statusCode()).isEqualTo(204);
      assertThat(sidecar.awaitExit()).isZero();
    }
  }

  @Test
  void theShutdownCallOverGrpcIsAnswered() {
    try (Sidecar sidecar = Sidecar.in(folder).start();
        Grpc grpc = new Grpc(sidecar.grpcPort())) {
      assertThat(grpc.call("Shutdown", new byte[0]).isOk()).isTrue();
      assertThat(sidecar.awaitExit()).isZero();
    }
  }

  @Test
  void aSidecarThatIsToBlockServesOnBeforeItStops() {
    try (Sidecar sidecar = Sidecar.in(folder).flags("--dapr-block-shutdown-duration=2s").start()) {
      sidecar.signal("TERM");
      sidecar.awaitLog("Blocking graceful shutdown for 2s or until app reports unhealthy...");
      assertThat(sidecar.send("GET", "/v1.0/metadata", "").statusCode()).isEqualTo(200);
      assertThat(sidecar.awaitExit()).isZero();
      assertThat(sidecar.log())
          .contains("Block shutdown period expired, entering shutdown...")
          .contains("Daprd shutdown gracefully");
    }
  }

  @Test
  void aStreamOnWhichNothingWasSaidDoesNotHoldUpTheEnd() {
    try (Sidecar sidecar = Sidecar.in(folder).start();
        Grpc grpc = new Grpc(sidecar.grpcPort())) {
      CompletableFuture<Status> stream = grpc.silentStream("SubscribeTopicEventsAlpha1");
      // A call on the same connection is behind it.
      assertThat(grpc.call("GetMetadata", new byte[0]).isOk()).isTrue();
      assertThat(sidecar.stop()).isZero();
      assertThat(stream).succeedsWithin(Duration.ofSeconds(10));
    }
  }

  @Test
  void aSecondSignalEndsTheProcessAtOnce() {
    try (Sidecar sidecar = Sidecar.in(folder).flags("--dapr-block-shutdown-duration=10m").start()) {
      sidecar.signal("TERM");
      sidecar.awaitLog("Blocking graceful shutdown for 10m0s");
      sidecar.signal("TERM");
      assertThat(sidecar.awaitExit()).isEqualTo(1);
      assertThat(sidecar.log())
          .contains("Received signal 'terminated' during shutdown; exiting immediately");
    }
  }

  @Test
  void aForcedShutdownDoesNotWait() {
    try (Sidecar sidecar = Sidecar.in(folder).start()) {
      sidecar.send("POST", "/v1.0/shutdown", "", "dapr-force-shutdown", "true");
      assertThat(sidecar.awaitExit()).isEqualTo(1);
    }
  }

  @Test
  void aComponentThatCannotStartEndsTheSidecar() {
    try (Sidecar sidecar = Sidecar.in(folder).resource(BROKEN).launch()) {
      assertThat(sidecar.awaitExit()).isEqualTo(1);
      assertThat(sidecar.log())
          .contains("Fatal error from runtime")
          .contains("[INIT_COMPONENT_FAILURE]")
          .contains("statestore (state.redis/v1)");
    }
  }

  @Test
  void aComponentWhoseErrorsAreIgnoredDoesNot() {
    String ignored = BROKEN.replace("spec:\n", "spec:\n  ignoreErrors: true\n");
    try (Sidecar sidecar = Sidecar.in(folder).resource(ignored).start()) {
      assertThat(sidecar.send("GET", "/v1.0/state/statestore/k", "").statusCode()).isEqualTo(500);
      assertThat(sidecar.log()).contains("[INIT_COMPONENT_FAILURE]");
    }
  }

  @ParameterizedTest
  @CsvSource({"true, \"level\":\"info\"", "false, level=info"})
  void logsComeInBothFormats(boolean json, String part) {
    try (Sidecar sidecar = Sidecar.in(folder).flags("--log-as-json=" + json).start()) {
      assertThat(sidecar.log()).contains(part);
    }
  }

  @Test
  void metricsAreServed() {
    try (Sidecar sidecar =
        Sidecar.in(folder).resource(Resources.stateStore("state.in-memory")).start()) {
      sidecar.send("GET", "/v1.0/state/statestore/k", "");
      assertThat(sidecar.metrics())
          .contains("dapr_runtime_component_loaded")
          .contains("dapr_http_server_request_count")
          .contains("dapr_component_state_count");
    }
  }

  @Test
  void theTokenGuardsEverythingButHealth() {
    try (Sidecar sidecar =
        Sidecar.in(folder).environment("DAPR_API_TOKEN", "canary-token").start()) {
      assertThat(sidecar.send("GET", "/v1.0/metadata", "").statusCode()).isEqualTo(401);
      assertThat(
              sidecar
                  .send("GET", "/v1.0/metadata", "", "dapr-api-token", "canary-token")
                  .statusCode())
          .isEqualTo(200);
      assertThat(sidecar.log()).doesNotContain("canary-token");
      assertThat(sidecar.metrics()).doesNotContain("canary-token");
    }
  }
}

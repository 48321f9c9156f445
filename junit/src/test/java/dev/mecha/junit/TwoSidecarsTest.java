package dev.mecha.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mecha.spi.time.VirtualClock;
import dev.mecha.testing.TestMode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Two sidecars in one JVM: nothing is shared but the code. */
class TwoSidecarsTest {

  private static RunningSidecar start(String appId) {
    return RunningSidecar.start(
        TestSetup.of(appId).withDefaults(), new TestMode(new VirtualClock(Instant.EPOCH)));
  }

  private static HttpResponse<String> call(
      RunningSidecar sidecar, String verb, String path, String body) throws Exception {
    try (var client = HttpClient.newHttpClient()) {
      var uri = URI.create(sidecar.sidecar().httpEndpoint() + path);
      return client.send(
          HttpRequest.newBuilder(uri).method(verb, BodyPublishers.ofString(body)).build(),
          BodyHandlers.ofString());
    }
  }

  @Test
  void neitherSeesTheOther() throws Exception {
    RunningSidecar one = start("same");
    try (RunningSidecar two = start("same")) {
      call(one, "POST", "/v1.0/state/statestore", "[{\"key\":\"k\",\"value\":1}]");

      assertThat(call(one, "GET", "/v1.0/state/statestore/k", "").statusCode()).isEqualTo(200);
      assertThat(call(two, "GET", "/v1.0/state/statestore/k", "").statusCode()).isEqualTo(204);

      one.close();
      assertThat(call(two, "GET", "/v1.0/healthz", "").statusCode()).isEqualTo(204);
      assertThat(Files.exists(one.home())).isFalse();
    } finally {
      one.close();
    }
  }
}

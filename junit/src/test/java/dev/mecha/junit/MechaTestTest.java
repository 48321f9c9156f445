package dev.mecha.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mecha.spi.time.VirtualClock;
import io.dapr.client.DaprClient;
import io.dapr.client.DaprClientBuilder;
import io.dapr.config.Properties;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@MechaTest(appId = "first")
class MechaTestTest {

  private static HttpResponse<String> call(String uri, String verb, String body)
      throws IOException, InterruptedException {
    try (var client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(URI.create(uri))
              .method(verb, BodyPublishers.ofString(body))
              .build(),
          BodyHandlers.ofString());
    }
  }

  private static String state(TestSidecar sidecar) {
    return sidecar.httpEndpoint() + "/v1.0/state/statestore";
  }

  @Test
  void servesHttpOnAFreePort(TestSidecar sidecar) throws Exception {
    assertThat(call(state(sidecar), "POST", "[{\"key\":\"a\",\"value\":1}]").statusCode())
        .isEqualTo(204);
    assertThat(call(state(sidecar) + "/a", "GET", "").body()).isEqualTo("1");
  }

  @Test
  void servesTheOfficialSdk(TestSidecar sidecar) throws Exception {
    DaprClient client =
        new DaprClientBuilder()
            .withPropertyOverride(Properties.HTTP_ENDPOINT, sidecar.httpEndpoint())
            .withPropertyOverride(Properties.GRPC_ENDPOINT, sidecar.grpcEndpoint())
            .build();
    try {
      client.saveState("statestore", "sdk", "value").block();

      assertThat(client.getState("statestore", "sdk", String.class).map(s -> s.getValue()).block())
          .isEqualTo("value");
    } finally {
      client.close();
    }
  }

  @Test
  void valuesExpireWhenTheTestSaysSo(TestSidecar sidecar, VirtualClock clock) throws Exception {
    call(
        state(sidecar),
        "POST",
        "[{\"key\":\"ttl\",\"value\":1,\"metadata\":{\"ttlInSeconds\":\"60\"}}]");
    clock.advance(Duration.ofSeconds(59));
    assertThat(call(state(sidecar) + "/ttl", "GET", "").statusCode()).isEqualTo(200);
    clock.advance(Duration.ofSeconds(2));
    assertThat(call(state(sidecar) + "/ttl", "GET", "").statusCode()).isEqualTo(204);
  }

  @Test
  void tellsApplicationsWhereItIs(TestSidecar sidecar) {
    assertThat(sidecar.environment())
        .containsEntry("APP_ID", "first")
        .containsEntry("DAPR_HTTP_PORT", "" + sidecar.httpPort());
  }
}

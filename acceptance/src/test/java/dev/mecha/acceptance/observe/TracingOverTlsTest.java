package dev.mecha.acceptance.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mecha.acceptance.process.Keys;
import dev.mecha.acceptance.process.Resources;
import dev.mecha.acceptance.process.Sidecar;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Spans go to a collector that only the environment's authorities vouch for. */
class TracingOverTlsTest {

  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"grpc", "http"})
  void spansArrive(String protocol) {
    try (Collector collector = new Collector(Keys.of(folder));
        Sidecar sidecar =
            Sidecar.in(folder.resolve("sidecar"))
                .resource(Resources.stateStore("state.in-memory"))
                .configuration(configuration(protocol, collector))
                .environment("SSL_CERT_FILE", Keys.certificate(folder).toString())
                .environment("OTEL_BSP_SCHEDULE_DELAY", "100")
                .start()) {
      String parent = "00-" + TRACE + "-00f067aa0ba902b7-01";
      sidecar.send("GET", "/v1.0/state/statestore/k", "", "traceparent", parent);
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () ->
                  assertThat(collector.trace(TRACE))
                      .extracting(Collector.Seen::name)
                      .contains("/v1.0/state/statestore/k"));
    }
  }

  private String configuration(String protocol, Collector collector) {
    String address = protocol.equals("grpc") ? collector.grpcAddress() : collector.httpAddress();
    return Resources.neighbours(folder.resolve("names.db"))
        + """
          tracing:
            samplingRate: "1"
            otel:
              endpointAddress: %s
              protocol: %s
              isSecure: true
        """
            .formatted(address.replace("127.0.0.1", "localhost"), protocol);
  }
}

package dev.mecha.transport.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mecha.kernel.health.Probe;
import dev.mecha.kernel.health.ProbeResult;
import dev.mecha.kernel.observe.AppHealthMetrics;
import dev.mecha.kernel.observe.Buckets;
import dev.mecha.kernel.observe.LabelRules;
import dev.mecha.kernel.observe.Metrics;
import dev.mecha.transport.ThreadMode;
import dev.mecha.transport.thread.EventLoops;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class HttpHealthProbeTest {

  private static final Duration LONG = Duration.ofSeconds(10);

  private final Metrics metrics = new Metrics("app", new LabelRules(List.of()));
  private final AppHealthMetrics counted =
      new AppHealthMetrics(metrics, Buckets.latency(List.of(1000L)));
  private final EventLoops loops = ThreadMode.DEFAULT.loops();

  @AfterEach
  void stop() {
    loops.close();
  }

  private Probe probe(int port) {
    var settings =
        new HttpAppSettings(
            "127.0.0.1", port, HttpAppSettings.Protocol.HTTP, AppToken.of("secret"), 4096);
    return new HttpHealthProbe(new HttpAppChannel(loops, settings), "/healthz", counted);
  }

  @Test
  void isWellOnAStatusFrom200To299() throws Exception {
    for (int status : new int[] {200, 204, 299}) {
      assertThat(answered(status)).isEqualTo(ProbeResult.HEALTHY);
    }
    for (int status : new int[] {302, 404, 500}) {
      assertThat(answered(status))
          .isEqualTo(ProbeResult.unhealthy("Health check failed with status code: " + status));
    }
    assertThat(metrics.text())
        .contains("dapr_http_healthprobes_completed_count{app_id=\"app\",status=\"404\"} 1");
  }

  private ProbeResult answered(int status) throws Exception {
    try (var app =
        new RawApp(
            connection -> {
              connection.readHead();
              connection.write("HTTP/1.1 " + status + " X\r\nContent-Length: 0\r\n\r\n");
              connection.readHead();
            })) {
      ProbeResult result = probe(app.port()).probe(LONG);
      assertThat(app.head())
          .startsWith("GET /healthz HTTP/1.1\r\n")
          .doesNotContain(AppToken.HEADER);
      return result;
    }
  }

  @Test
  void isUnwellWithoutAnAnswer() throws Exception {
    try (var app = new RawApp(RawApp.Connection::readHead)) {
      assertThat(probe(app.port()).probe(LONG).reason()).startsWith("Network error: Get ");
    }
    try (var app =
        new RawApp(
            connection -> {
              connection.readHead();
              connection.readHead();
              throw new IllegalStateException("closed");
            })) {
      assertThat(probe(app.port()).probe(Duration.ofMillis(200)))
          .isEqualTo(ProbeResult.unhealthy("Network error: no answer within 200ms"));
      app.head();
      assertThat(app.head()).contains("closed");
    }
  }
}

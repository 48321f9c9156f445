package dev.mecha.kernel.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientMetricsTest {

  private static final long NANOS = TimeUnit.MICROSECONDS.toNanos(1_500);

  private final Metrics metrics = new Metrics("app", new LabelRules(List.of()));
  private final Buckets buckets = Buckets.latency(List.of(5L));

  /** Every line but those of buckets. */
  private List<String> lines() {
    return metrics.text().lines().filter(line -> !line.contains("_bucket{")).toList();
  }

  @Test
  void aRequestToTheApplicationIsCountedTimedAndWeighed() {
    new HttpClientMetrics(metrics, HttpMetricOptions.DEFAULTS, buckets)
        .record("POST", "orders/1", 201, 10, 2_000, NANOS);

    assertThat(lines())
        .containsExactly(
            "# HELP dapr_http_client_completed_count Count of completed requests",
            "# TYPE dapr_http_client_completed_count counter",
            "dapr_http_client_completed_count{app_id=\"app\",method=\"POST\",path=\"/orders/1\","
                + "status=\"201\"} 1",
            "# HELP dapr_http_client_received_bytes Total bytes received in response bodies (not"
                + " including headers but including error responses with bodies)",
            "# TYPE dapr_http_client_received_bytes histogram",
            "dapr_http_client_received_bytes_sum{app_id=\"app\"} 2000",
            "dapr_http_client_received_bytes_count{app_id=\"app\"} 1",
            "# HELP dapr_http_client_roundtrip_latency Time between first byte of request headers"
                + " sent to last byte of response received, or terminal error",
            "# TYPE dapr_http_client_roundtrip_latency histogram",
            "dapr_http_client_roundtrip_latency_sum{app_id=\"app\",method=\"POST\","
                + "path=\"/orders/1\",status=\"201\"} 1.5",
            "dapr_http_client_roundtrip_latency_count{app_id=\"app\",method=\"POST\","
                + "path=\"/orders/1\",status=\"201\"} 1",
            "# HELP dapr_http_client_sent_bytes Total bytes sent in request body (not including"
                + " headers)",
            "# TYPE dapr_http_client_sent_bytes histogram",
            "dapr_http_client_sent_bytes_sum{app_id=\"app\",method=\"POST\",path=\"/orders/1\","
                + "status=\"\"} 10",
            "dapr_http_client_sent_bytes_count{app_id=\"app\",method=\"POST\",path=\"/orders/1\","
                + "status=\"\"} 1");
  }

  @ParameterizedTest
  @CsvSource({
    "true, '', GET, /dapr/config, GET, /dapr/config",
    "true, '', get, actors/T/1/method/m, UNKNOWN, actors/T/{id}/method/m",
    "false, '', GET, /dapr/subscribe, GET, /dapr/subscribe",
    "false, '', GET, /orders/1, GET, ''",
    "false, /orders/{id}, GET, orders/1, GET, /orders/{id}",
    "true, /orders/{id}, GET, /customers/1, GET, /customers/1",
  })
  void labelsKeepToTheConfiguredCardinality(
      boolean increased, String pattern, String verb, String path, String method, String label) {
    var patterns = pattern.isEmpty() ? List.<String>of() : List.of(pattern);

    new HttpClientMetrics(metrics, new HttpMetricOptions(increased, patterns, false), buckets)
        .record(verb, path, 200, 0, 0, NANOS);

    assertThat(metrics.text())
        .contains(
            "dapr_http_client_completed_count{app_id=\"app\",method=\"%s\",path=\"%s\",status=\"200\"} 1"
                .formatted(method, label));
  }

  @Test
  void verbsCanBeLeftOut() {
    new HttpClientMetrics(metrics, new HttpMetricOptions(true, List.of(), true), buckets)
        .record("GET", "/x", 200, 0, 0, NANOS);

    assertThat(metrics.text())
        .contains("dapr_http_client_completed_count{app_id=\"app\",method=\"\",path=\"/x\"");
  }

  @Test
  void aGrpcCallIsCountedTimedAndWeighed() {
    new GrpcClientMetrics(metrics, buckets)
        .record("/s/Call", Status.Code.UNAVAILABLE, 10, 0, NANOS);

    assertThat(lines())
        .containsExactly(
            "# HELP dapr_grpc_io_client_completed_rpcs Count of RPCs by method and status.",
            "# TYPE dapr_grpc_io_client_completed_rpcs counter",
            "dapr_grpc_io_client_completed_rpcs{app_id=\"app\",grpc_client_method=\"/s/Call\","
                + "grpc_client_status=\"Unavailable\"} 1",
            "# HELP dapr_grpc_io_client_received_bytes_per_rpc Total bytes received across all"
                + " response messages per RPC.",
            "# TYPE dapr_grpc_io_client_received_bytes_per_rpc histogram",
            "dapr_grpc_io_client_received_bytes_per_rpc_sum{app_id=\"app\","
                + "grpc_client_method=\"/s/Call\"} 0",
            "dapr_grpc_io_client_received_bytes_per_rpc_count{app_id=\"app\","
                + "grpc_client_method=\"/s/Call\"} 1",
            "# HELP dapr_grpc_io_client_roundtrip_latency Time between first byte of request sent"
                + " to last byte of response received, or terminal error.",
            "# TYPE dapr_grpc_io_client_roundtrip_latency histogram",
            "dapr_grpc_io_client_roundtrip_latency_sum{app_id=\"app\","
                + "grpc_client_method=\"/s/Call\",grpc_client_status=\"Unavailable\"} 1.5",
            "dapr_grpc_io_client_roundtrip_latency_count{app_id=\"app\","
                + "grpc_client_method=\"/s/Call\",grpc_client_status=\"Unavailable\"} 1",
            "# HELP dapr_grpc_io_client_sent_bytes_per_rpc Total bytes sent across all request"
                + " messages per RPC.",
            "# TYPE dapr_grpc_io_client_sent_bytes_per_rpc histogram",
            "dapr_grpc_io_client_sent_bytes_per_rpc_sum{app_id=\"app\","
                + "grpc_client_method=\"/s/Call\"} 10",
            "dapr_grpc_io_client_sent_bytes_per_rpc_count{app_id=\"app\","
                + "grpc_client_method=\"/s/Call\"} 1");
  }

  @Test
  void theMessagesOfAStreamAreNotWeighed() {
    new GrpcClientMetrics(metrics, buckets).recordStream("/s/Call", Status.Code.OK, NANOS);

    assertThat(metrics.text())
        .contains("dapr_grpc_io_client_completed_rpcs")
        .contains("dapr_grpc_io_client_roundtrip_latency")
        .doesNotContain("_bytes_per_rpc");
  }

  @Test
  void probesOfTheApplicationAreCountedAndTimed() {
    var health = new AppHealthMetrics(metrics, buckets);

    health.recordHttp(500, NANOS);
    health.recordGrpc(Status.Code.OK, NANOS);

    assertThat(lines())
        .containsExactly(
            "# HELP dapr_grpc_io_healthprobes_completed_count Count of completed health probes",
            "# TYPE dapr_grpc_io_healthprobes_completed_count counter",
            "dapr_grpc_io_healthprobes_completed_count{app_id=\"app\",grpc_client_status=\"OK\"} 1",
            "# HELP dapr_grpc_io_healthprobes_roundtrip_latency Time between first byte of health"
                + " probes sent to last byte of response received, or terminal error",
            "# TYPE dapr_grpc_io_healthprobes_roundtrip_latency histogram",
            "dapr_grpc_io_healthprobes_roundtrip_latency_sum{app_id=\"app\","
                + "grpc_client_status=\"OK\"} 1.5",
            "dapr_grpc_io_healthprobes_roundtrip_latency_count{app_id=\"app\","
                + "grpc_client_status=\"OK\"} 1",
            "# HELP dapr_http_healthprobes_completed_count Count of completed health probes",
            "# TYPE dapr_http_healthprobes_completed_count counter",
            "dapr_http_healthprobes_completed_count{app_id=\"app\",status=\"500\"} 1",
            "# HELP dapr_http_healthprobes_roundtrip_latency Time between first byte of health"
                + " probes headers sent to last byte of response received, or terminal error",
            "# TYPE dapr_http_healthprobes_roundtrip_latency histogram",
            "dapr_http_healthprobes_roundtrip_latency_sum{app_id=\"app\",status=\"500\"} 1.5",
            "dapr_http_healthprobes_roundtrip_latency_count{app_id=\"app\",status=\"500\"} 1");
  }
}

package dev.mecha.acceptance.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mecha.acceptance.process.EchoApp;
import dev.mecha.acceptance.process.Grpc;
import dev.mecha.acceptance.process.Resources;
import dev.mecha.acceptance.process.Sidecar;
import dev.mecha.tck.server.RealServers;
import io.dapr.v1.CommonProtos.InvokeRequest;
import io.dapr.v1.DaprInvokeProtos.InvokeServiceRequest;
import io.dapr.v1.DaprStateProtos.GetStateRequest;
import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** The metrics page of a sidecar that has served everything it can. */
@TestInstance(Lifecycle.PER_CLASS)
class MetricsTest {

  private static final Pattern ROW =
      Pattern.compile("\\| `(dapr_\\w+)` \\| (\\w+) \\|[^|]*\\| ([\\w, ]+) \\|");

  /** What the checker says about the peer's names, which are a contract. */
  private static final Pattern ABOUT_NAMES =
      Pattern.compile(
          ".* (counter metrics should have \"_total\" suffix|non-counter metrics should not have"
              + " \"_total\" suffix|non-histogram and non-summary metrics should not have"
              + " \"_(count|sum|bucket)\" suffix|metric names should not contain abbreviated"
              + " units|label names should be written in 'snake_case'.*|use base unit .*)");

  private Path folder;
  private EchoApp app;
  private Sidecar sidecar;
  private Grpc grpc;

  @BeforeAll
  void serve(@TempDir Path folder) {
    this.folder = folder;
    app = EchoApp.start("orders");
    sidecar =
        Sidecar.in(folder.resolve("one"))
            .appId("orders")
            .configuration(
                Resources.neighbours(folder.resolve("names.db"))
                    + """
                      metric:
                        recordErrorCodes: true
                    """)
            .resource(Resources.stateStore("state.in-memory"))
            .flags(
                "--app-port=" + app.port(),
                "--enable-app-health-check",
                "--app-health-check-path=/status/200")
            .start();
    grpc = new Grpc(sidecar.grpcPort());
    sidecar.awaitLog("App entered healthy status");
    calls();
  }

  private void calls() {
    sidecar.send("POST", "/v1.0/state/statestore", "[{\"key\":\"a\",\"value\":\"one\"}]");
    sidecar.send("GET", "/v1.0/state/statestore/a", "");
    sidecar.send("GET", "/v1.0/state/nostore/a", "");
    sidecar.send("BREW", "/v1.0/metadata", "");
    sidecar.send("POST", "/v1.0/invoke/orders/method/list", "{}");
    sidecar.send("GET", "/v1.0/invoke/orders/method/status/503", "");
    var get = GetStateRequest.newBuilder().setStoreName("statestore").setKey("a").build();
    assertThat(grpc.call("GetState", get.toByteArray()).getCode()).isEqualTo(Status.Code.OK);
    var invoke =
        InvokeServiceRequest.newBuilder()
            .setId("orders")
            .setMessage(InvokeRequest.newBuilder().setMethod("list"))
            .build();
    assertThat(grpc.call("InvokeService", invoke.toByteArray()).getCode())
        .isEqualTo(Status.Code.OK);
  }

  @AfterAll
  void stop() {
    grpc.close();
    sidecar.close();
    app.close();
  }

  @Test
  void everyNameKindAndLabelIsWhatTheListSays() throws IOException {
    Map<String, String> promised =
        ROW.matcher(Files.readString(Path.of("../docs/metrics.md")))
            .results()
            .collect(
                Collectors.toMap(
                    row -> row.group(1),
                    row -> row.group(2) + " " + new TreeSet<>(List.of(row.group(3).split(", ")))));
    MetricsPage page = MetricsPage.parse(sidecar.metrics());
    var shown = new TreeMap<String, String>();
    for (MetricsPage.Sample sample : page.samples()) {
      String family = page.family(sample);
      if (family.startsWith("dapr_")) {
        var labels = new TreeSet<>(sample.labels().keySet());
        labels.remove("le");
        shown.put(family, page.kinds().get(family) + " " + labels);
      }
    }
    assertThat(promised).containsAllEntriesOf(shown);
    assertThat(shown)
        .containsKeys(
            "dapr_runtime_component_loaded",
            "dapr_runtime_component_init_total",
            "dapr_component_state_count",
            "dapr_component_state_latencies",
            "dapr_http_server_request_count",
            "dapr_http_server_response_count",
            "dapr_http_server_latency",
            "dapr_http_server_request_bytes",
            "dapr_http_server_response_bytes",
            "dapr_http_client_completed_count",
            "dapr_http_client_roundtrip_latency",
            "dapr_http_client_sent_bytes",
            "dapr_http_client_received_bytes",
            "dapr_http_healthprobes_completed_count",
            "dapr_http_healthprobes_roundtrip_latency",
            "dapr_grpc_io_server_completed_rpcs",
            "dapr_grpc_io_server_server_latency",
            "dapr_grpc_io_server_received_bytes_per_rpc",
            "dapr_grpc_io_server_sent_bytes_per_rpc",
            "dapr_error_code_total");
  }

  @Test
  void whatWasServedIsCounted() {
    MetricsPage page = MetricsPage.parse(sidecar.metrics());
    String count = "dapr_http_server_request_count";
    assertThat(page.sum(count, "method", "POST", "path", "/v1.0/state/statestore", "status", "204"))
        .isEqualTo(1);
    assertThat(page.sum(count, "method", "GET", "path", "/v1.0/state/statestore", "status", "200"))
        .isEqualTo(1);
    assertThat(page.sum(count, "path", "/v1.0/state/nostore", "status", "400")).isEqualTo(1);
    assertThat(page.sum(count, "method", "UNKNOWN", "path", "/v1.0/metadata")).isEqualTo(1);
    assertThat(page.sum(count, "path", "/v1.0/invoke/orders/method/status/503", "status", "503"))
        .isEqualTo(1);
    assertThat(page.sum("dapr_http_client_completed_count", "path", "/list", "status", "200"))
        .isGreaterThanOrEqualTo(2);
    assertThat(page.sum("dapr_http_client_completed_count", "path", "/status/503", "status", "503"))
        .isGreaterThanOrEqualTo(1);
    assertThat(
            page.sum(
                "dapr_grpc_io_server_completed_rpcs",
                "grpc_server_method",
                "/dapr.proto.runtime.v1.Dapr/GetState",
                "grpc_server_status",
                "OK"))
        .isEqualTo(1);
    assertThat(page.sum("dapr_http_healthprobes_completed_count", "status", "200"))
        .isGreaterThanOrEqualTo(1);
    assertThat(page.sum("dapr_error_code_total", "category", "state")).isEqualTo(1);
    assertThat(page.sum("dapr_runtime_component_loaded", "app_id", "orders")).isEqualTo(1);
  }

  @Test
  void prometheusOwnCheckerReadsThePage() throws Exception {
    Path page = folder.resolve("page.txt");
    Path findings = folder.resolve("findings.txt");
    Files.writeString(page, sidecar.metrics());
    Process promtool =
        new ProcessBuilder(RealServers.require("promtool").toString(), "check", "metrics")
            .redirectInput(page.toFile())
            .redirectErrorStream(true)
            .redirectOutput(findings.toFile())
            .start();
    assertThat(promtool.waitFor(30, TimeUnit.SECONDS)).isTrue();
    String text = Files.readString(findings);
    // 3: it could be read, and the checker would have chosen other names.
    assertThat(promtool.exitValue()).as(text).isIn(0, 3);
    assertThat(text.lines()).allSatisfy(finding -> assertThat(finding).matches(ABOUT_NAMES));
  }

  @Test
  void configurationSaysHowMuchIsToldApart() {
    try (var strict =
        Sidecar.in(folder.resolve("two"))
            .appId("strict")
            .configuration(
                Resources.neighbours(folder.resolve("names.db"))
                    + """
                      metric:
                        latencyDistributionBuckets: [5, 50, 500]
                        http:
                          increasedCardinality: false
                          excludeVerbs: true
                          pathMatching:
                            - /v1.0/state/{store}/{key}
                        rules:
                          - name: dapr_http_server_request_count
                            labels:
                              - name: status
                                regex:
                                  good: "2.."
                    """)
            .resource(Resources.stateStore("state.in-memory"))
            .start()) {
      strict.send("GET", "/v1.0/state/statestore/a", "");
      strict.send("GET", "/v1.0/metadata", "");
      assertThat(strict.send("GET", "/v1.0/invoke/orders/method/list", "").statusCode())
          .isEqualTo(200);
      callsBetweenSidecarsAreCounted(strict);
      await()
          .atMost(Duration.ofSeconds(10))
          .untilAsserted(
              () -> {
                MetricsPage page = MetricsPage.parse(strict.metrics());
                assertThat(
                        page.sum(
                            "dapr_http_server_request_count",
                            "method",
                            "",
                            "path",
                            "/v1.0/state/{store}/{key}",
                            "status",
                            "good"))
                    .isEqualTo(1);
                assertThat(page.sum("dapr_http_server_request_count", "path", ""))
                    .isGreaterThanOrEqualTo(1);
                assertThat(page.kinds()).doesNotContainKey("dapr_http_server_response_count");
                assertThat(
                        page.samples().stream()
                            .filter(s -> s.name().equals("dapr_http_server_latency_bucket"))
                            .map(s -> s.labels().get("le"))
                            .distinct())
                    .containsExactly("5", "50", "500", "+Inf");
              });
    }
  }

  private void callsBetweenSidecarsAreCounted(Sidecar caller) {
    String prefix = "dapr_runtime_service_invocation_";
    MetricsPage sent = MetricsPage.parse(caller.metrics());
    assertThat(sent.sum(prefix + "req_sent_total", "dst_app_id", "orders", "type", "unary"))
        .isEqualTo(1);
    assertThat(sent.sum(prefix + "res_recv_total", "src_app_id", "orders", "status", "200"))
        .isEqualTo(1);
    assertThat(sent.sum(prefix + "res_recv_latency_ms_count", "src_app_id", "orders")).isEqualTo(1);
    MetricsPage received = MetricsPage.parse(sidecar.metrics());
    assertThat(received.sum(prefix + "req_recv_total", "src_app_id", "strict")).isEqualTo(1);
    assertThat(received.sum(prefix + "res_sent_total", "dst_app_id", "strict", "status", "200"))
        .isEqualTo(1);
  }
}

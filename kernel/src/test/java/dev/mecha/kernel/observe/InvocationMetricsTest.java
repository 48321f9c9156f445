package dev.mecha.kernel.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mecha.kernel.observe.AccessControlMetrics.Policy;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InvocationMetricsTest {

  private static final long NANOS = TimeUnit.MICROSECONDS.toNanos(1_500);

  private final Metrics metrics = new Metrics("app", new LabelRules(List.of()));
  private final Buckets buckets = Buckets.latency(List.of(5L));
  private final InvocationMetrics invocation = new InvocationMetrics(metrics, buckets);

  private Stream<String> samples() {
    return metrics.text().lines().filter(line -> !line.startsWith("#"));
  }

  @Test
  void theCallersSideIsCountedAndTimed() {
    invocation.requestSent("other", InvocationMetrics.Kind.UNARY);
    invocation.responseReceived("other", 404, NANOS);

    String labels = "{app_id=\"app\",src_app_id=\"other\",status=\"404\"";
    assertThat(samples())
        .containsExactly(
            "dapr_runtime_service_invocation_req_sent_total{app_id=\"app\",dst_app_id=\"other\","
                + "type=\"unary\"} 1",
            "dapr_runtime_service_invocation_res_recv_latency_ms_bucket" + labels + ",le=\"5\"} 1",
            "dapr_runtime_service_invocation_res_recv_latency_ms_bucket"
                + labels
                + ",le=\"+Inf\"} 1",
            "dapr_runtime_service_invocation_res_recv_latency_ms_sum" + labels + "} 1.5",
            "dapr_runtime_service_invocation_res_recv_latency_ms_count" + labels + "} 1",
            "dapr_runtime_service_invocation_res_recv_total" + labels + ",type=\"unary\"} 1");
  }

  @Test
  void aStreamIsCountedButNotTimed() {
    invocation.requestSent("other", InvocationMetrics.Kind.STREAMING);
    invocation.streamEnded("other", 14);

    assertThat(samples())
        .containsExactly(
            "dapr_runtime_service_invocation_req_sent_total{app_id=\"app\",dst_app_id=\"other\","
                + "type=\"streaming\"} 1",
            "dapr_runtime_service_invocation_res_recv_total{app_id=\"app\",src_app_id=\"other\","
                + "status=\"14\",type=\"streaming\"} 1");
  }

  @Test
  void theCalleesSideIsCounted() {
    invocation.requestReceived(InvocationMetrics.UNKNOWN_CALLER);
    invocation.responseSent(InvocationMetrics.UNKNOWN_CALLER, 200);

    assertThat(metrics.text())
        .isEqualTo(
            """
            # HELP dapr_runtime_service_invocation_req_recv_total The number of requests received \
            via service invocation.
            # TYPE dapr_runtime_service_invocation_req_recv_total counter
            dapr_runtime_service_invocation_req_recv_total{app_id="app",src_app_id="unknown"} 1
            # HELP dapr_runtime_service_invocation_res_sent_total The number of responses sent \
            via service invocation.
            # TYPE dapr_runtime_service_invocation_res_sent_total counter
            dapr_runtime_service_invocation_res_sent_total{app_id="app",dst_app_id="unknown",\
            status="200"} 1
            """);
  }

  @ParameterizedTest
  @CsvSource({
    "APP, true, app_policy_action_allowed",
    "APP, false, app_policy_action_blocked",
    "GLOBAL, true, global_policy_action_allowed",
    "GLOBAL, false, global_policy_action_blocked",
  })
  void decisionsAreCountedUnderTheCallersName(Policy policy, boolean allowed, String name) {
    new AccessControlMetrics(metrics).record(policy, allowed, "caller", "prod", "public");

    assertThat(samples())
        .containsExactly(
            "dapr_runtime_acl_"
                + name
                + "_total{app_id=\"caller\",namespace=\"prod\",trustDomain=\"public\"} 1");
  }

  @Test
  void theCallersNameCanBeRewrittenLikeAnyLabel() {
    var rewriting =
        new Metrics(
            "app",
            new LabelRules(
                List.of(
                    new LabelRule(
                        "runtime/acl/app_policy_action_allowed_total",
                        "app_id",
                        "team-.*",
                        "team"))));

    new AccessControlMetrics(rewriting).record(Policy.APP, true, "team-a", "prod", "public");

    assertThat(rewriting.text()).contains("{app_id=\"team\",namespace=\"prod\"");
  }
}

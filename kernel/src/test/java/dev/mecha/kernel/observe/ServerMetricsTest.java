package dev.mecha.kernel.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mecha.kernel.error.ApiError;
import dev.mecha.kernel.error.ErrorCategory;
import dev.mecha.kernel.pipeline.ApiGroup;
import dev.mecha.kernel.pipeline.Endpoint;
import dev.mecha.kernel.pipeline.Exchange;
import dev.mecha.kernel.pipeline.FakeGrpcExchange;
import dev.mecha.kernel.pipeline.FakeHttpExchange;
import dev.mecha.kernel.pipeline.FilterChain;
import io.grpc.Status;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerMetricsTest {

  private final Metrics metrics = new Metrics("app", new LabelRules(List.of()));
  private final AtomicLong clock = new AtomicLong(1_000);
  private final MetricsFilter filter = filter(HttpMetricOptions.DEFAULTS);

  private MetricsFilter filter(HttpMetricOptions options) {
    return filter(metrics, options, false);
  }

  private MetricsFilter filter(Metrics metrics, HttpMetricOptions options, boolean internal) {
    var buckets = Buckets.latency(List.of(5L));
    return new MetricsFilter(
        new ServerMetrics(
            new HttpServerMetrics(metrics, options, buckets),
            new GrpcServerMetrics(metrics, buckets),
            new GrpcClientMetrics(metrics, buckets),
            new ErrorCodeMetrics(metrics)),
        clock::get,
        internal);
  }

  private void run(Exchange exchange, FilterChain.Handler handler) throws InterruptedException {
    FilterChain.run(
        List.of(filter),
        exchange,
        () -> {
          clock.addAndGet(TimeUnit.MICROSECONDS.toNanos(1_500));
          handler.handle();
        });
  }

  private static ApiError error(Status.Code code) {
    return ApiError.simple(500, code, "ERR_STATE_GET", ErrorCategory.STATE, "no");
  }

  @Test
  void anHttpRequestIsCountedTimedAndWeighed() throws InterruptedException {
    var exchange = FakeHttpExchange.of("GET", "/v1.0/state/store/key").withSizes(10, 2_000);

    run(exchange, () -> exchange.respond(204));

    assertThat(metrics.text().lines().filter(line -> !line.contains("_bytes_bucket")))
        .containsExactly(
            "# HELP dapr_http_server_latency HTTP request end-to-end latency in server.",
            "# TYPE dapr_http_server_latency histogram",
            "dapr_http_server_latency_bucket{app_id=\"app\",method=\"GET\","
                + "path=\"/v1.0/state/store\",status=\"204\",le=\"5\"} 1",
            "dapr_http_server_latency_bucket{app_id=\"app\",method=\"GET\","
                + "path=\"/v1.0/state/store\",status=\"204\",le=\"+Inf\"} 1",
            "dapr_http_server_latency_sum{app_id=\"app\",method=\"GET\","
                + "path=\"/v1.0/state/store\",status=\"204\"} 1.5",
            "dapr_http_server_latency_count{app_id=\"app\",method=\"GET\","
                + "path=\"/v1.0/state/store\",status=\"204\"} 1",
            "# HELP dapr_http_server_request_bytes HTTP request body size if set as ContentLength"
                + " (uncompressed) in server.",
            "# TYPE dapr_http_server_request_bytes histogram",
            "dapr_http_server_request_bytes_sum{app_id=\"app\"} 10",
            "dapr_http_server_request_bytes_count{app_id=\"app\"} 1",
            "# HELP dapr_http_server_request_count Count of HTTP requests processed by the"
                + " server.",
            "# TYPE dapr_http_server_request_count counter",
            "dapr_http_server_request_count{app_id=\"app\",method=\"GET\","
                + "path=\"/v1.0/state/store\",status=\"204\"} 1",
            "# HELP dapr_http_server_response_bytes HTTP response body size (uncompressed) in"
                + " server.",
            "# TYPE dapr_http_server_response_bytes histogram",
            "dapr_http_server_response_bytes_sum{app_id=\"app\"} 2000",
            "dapr_http_server_response_bytes_count{app_id=\"app\"} 1",
            "# HELP dapr_http_server_response_count The number of HTTP responses",
            "# TYPE dapr_http_server_response_count counter",
            "dapr_http_server_response_count{app_id=\"app\",method=\"GET\","
                + "path=\"/v1.0/state/store\",status=\"204\"} 1");
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 202, 204, 301, 400, 401, 403, 404, 409, 413, 429, 500, 501, 503, 599})
  void everyHttpStatusIsCounted(int status) throws InterruptedException {
    var exchange = FakeHttpExchange.of("PUT", "/x");

    run(exchange, () -> exchange.respond(status));

    assertThat(metrics.text())
        .contains(
            "dapr_http_server_request_count{app_id=\"app\",method=\"PUT\",path=\"/x\",status=\""
                + status
                + "\"} 1\n");
  }

  @ParameterizedTest
  @EnumSource(Status.Code.class)
  void everyGrpcStatusIsCounted(Status.Code code) throws InterruptedException {
    var exchange = FakeGrpcExchange.of("GetState");

    run(
        exchange,
        () -> {
          if (code != Status.Code.OK) {
            throw error(code).asException();
          }
        });

    assertThat(metrics.text())
        .contains(
            "dapr_grpc_io_server_completed_rpcs{app_id=\"app\","
                + "grpc_server_method=\"/dapr.proto.runtime.v1.Dapr/GetState\","
                + "grpc_server_status=\""
                + GrpcServerMetrics.label(code)
                + "\"} 1\n");
  }

  @Test
  void statusesAreSpelledAsThePeerSpellsThem() {
    assertThat(List.of(Status.Code.values()))
        .map(GrpcServerMetrics::label)
        .containsExactly(
            "OK",
            "Canceled",
            "Unknown",
            "InvalidArgument",
            "DeadlineExceeded",
            "NotFound",
            "AlreadyExists",
            "PermissionDenied",
            "ResourceExhausted",
            "FailedPrecondition",
            "Aborted",
            "OutOfRange",
            "Unimplemented",
            "Internal",
            "Unavailable",
            "DataLoss",
            "Unauthenticated");
  }

  @Test
  void aGrpcCallIsWeighed() throws InterruptedException {
    run(FakeGrpcExchange.of("GetState").withSizes(3, 5), () -> {});

    assertThat(metrics.text())
        .contains(
            "dapr_grpc_io_server_received_bytes_per_rpc_sum{app_id=\"app\","
                + "grpc_server_method=\"/dapr.proto.runtime.v1.Dapr/GetState\"} 3\n")
        .contains(
            "dapr_grpc_io_server_sent_bytes_per_rpc_sum{app_id=\"app\","
                + "grpc_server_method=\"/dapr.proto.runtime.v1.Dapr/GetState\"} 5\n")
        .contains(
            "dapr_grpc_io_server_server_latency_sum{app_id=\"app\","
                + "grpc_server_method=\"/dapr.proto.runtime.v1.Dapr/GetState\","
                + "grpc_server_status=\"OK\"} 1.5\n");
  }

  @Test
  void whatIsPassedOnIsNotWeighed() throws InterruptedException {
    var endpoint = new Endpoint("proxy", new ApiGroup("invoke", "v1"), Endpoint.Kind.PASS_THROUGH);

    run(new FakeGrpcExchange("/my.Service/Do", endpoint).withSizes(3, 5), () -> {});

    assertThat(metrics.text())
        .contains("grpc_server_method=\"/my.Service/Do\",grpc_server_status=\"OK\"} 1\n")
        .doesNotContain("_bytes_per_rpc");
  }

  @Test
  void whatASidecarSendsToTheApplicationIsACallOfTheApplication() throws InterruptedException {
    var own = new Metrics("app", new LabelRules(List.of()));
    var endpoint = new Endpoint("proxy", new ApiGroup("invoke", "v1"), Endpoint.Kind.PASS_THROUGH);

    FilterChain.run(
        List.of(filter(own, HttpMetricOptions.DEFAULTS, true)),
        new FakeGrpcExchange("/my.Service/Do", endpoint),
        () -> {});

    assertThat(own.text())
        .contains("grpc_client_method=\"/my.Service/Do\",grpc_client_status=\"OK\"} 1\n")
        .doesNotContain("dapr_grpc_io_server");
  }

  @Test
  void aCancelledRequestIsCountedAsSuch() {
    for (Exchange exchange :
        List.<Exchange>of(FakeHttpExchange.of("GET", "/x"), FakeGrpcExchange.of("GetState"))) {
      assertThatThrownBy(
              () ->
                  run(
                      exchange,
                      () -> {
                        throw new InterruptedException();
                      }))
          .isInstanceOf(InterruptedException.class);
    }

    assertThat(metrics.text())
        .contains("status=\"408\"} 1\n")
        .contains("grpc_server_status=\"Canceled\"} 1\n");
  }

  @Test
  void errorCodesAreCountedOnBothDoors() throws InterruptedException {
    for (Exchange exchange :
        List.<Exchange>of(FakeHttpExchange.of("GET", "/x"), FakeGrpcExchange.of("GetState"))) {
      run(
          exchange,
          () -> {
            throw error(Status.Code.INTERNAL).asException();
          });
    }
    run(
        FakeHttpExchange.of("GET", "/x"),
        () -> {
          throw ApiError.plain(400, Status.Code.INVALID_ARGUMENT, "no code").asException();
        });

    assertThat(metrics.text().lines().filter(line -> line.contains("dapr_error_code_total")))
        .containsExactly(
            "# HELP dapr_error_code_total Total number of times an error with a specific error"
                + " code was encountered.",
            "# TYPE dapr_error_code_total counter",
            "dapr_error_code_total{app_id=\"app\",category=\"state\",error_code=\"ERR_STATE_GET\"}"
                + " 2");
  }

  @Test
  void verbsAndPathsCanBeLeftOut() {
    var other = new Metrics("app", new LabelRules(List.of()));
    var buckets = Buckets.latency(List.of());
    new HttpServerMetrics(other, new HttpMetricOptions(false, List.of(), true), buckets)
        .record("GET", "/v1.0/state/s/k", 200, 0, 0, 1);

    assertThat(other.text())
        .contains(
            "dapr_http_server_request_count{app_id=\"app\",method=\"\",path=\"\",status=\"200\"}"
                + " 1\n")
        .doesNotContain("response_count");
  }

  @ParameterizedTest
  @ValueSource(strings = {"FOO", "get", "PROPFIND", ""})
  void aVerbThatNobodyKnowsIsUnknown(String verb) throws InterruptedException {
    var exchange = FakeHttpExchange.of(verb, "/x");

    run(exchange, () -> exchange.respond(404));

    assertThat(metrics.text()).contains("method=\"UNKNOWN\",path=\"/x\",status=\"404\"} 1\n");
  }

  @Test
  void componentsAreCounted() {
    var runtime = new RuntimeMetrics(metrics);
    var components = new ComponentMetrics(metrics, "ns", Buckets.latency(List.of(5L)));

    runtime.componentLoaded();
    runtime.componentInitialized("state.redis");
    runtime.componentFailed("state.redis", "init", "store");
    components.state().record("store", "get", true, 2_000_000);
    components.state().record("store", "get", false, 0);
    components.secret().record("vault", "bulk_get", true, 7_000_000);

    assertThat(metrics.text().lines().filter(line -> !line.startsWith("# ")))
        .containsExactly(
            "dapr_component_secret_count{app_id=\"app\",component=\"vault\",namespace=\"ns\","
                + "operation=\"bulk_get\",success=\"true\"} 1",
            "dapr_component_secret_latencies_bucket{app_id=\"app\",component=\"vault\","
                + "namespace=\"ns\",operation=\"bulk_get\",success=\"true\",le=\"5\"} 0",
            "dapr_component_secret_latencies_bucket{app_id=\"app\",component=\"vault\","
                + "namespace=\"ns\",operation=\"bulk_get\",success=\"true\",le=\"+Inf\"} 1",
            "dapr_component_secret_latencies_sum{app_id=\"app\",component=\"vault\","
                + "namespace=\"ns\",operation=\"bulk_get\",success=\"true\"} 7",
            "dapr_component_secret_latencies_count{app_id=\"app\",component=\"vault\","
                + "namespace=\"ns\",operation=\"bulk_get\",success=\"true\"} 1",
            "dapr_component_state_count{app_id=\"app\",component=\"store\",namespace=\"ns\","
                + "operation=\"get\",success=\"false\"} 1",
            "dapr_component_state_count{app_id=\"app\",component=\"store\",namespace=\"ns\","
                + "operation=\"get\",success=\"true\"} 1",
            "dapr_component_state_latencies_bucket{app_id=\"app\",component=\"store\","
                + "namespace=\"ns\",operation=\"get\",success=\"true\",le=\"5\"} 1",
            "dapr_component_state_latencies_bucket{app_id=\"app\",component=\"store\","
                + "namespace=\"ns\",operation=\"get\",success=\"true\",le=\"+Inf\"} 1",
            "dapr_component_state_latencies_sum{app_id=\"app\",component=\"store\","
                + "namespace=\"ns\",operation=\"get\",success=\"true\"} 2",
            "dapr_component_state_latencies_count{app_id=\"app\",component=\"store\","
                + "namespace=\"ns\",operation=\"get\",success=\"true\"} 1",
            "dapr_runtime_component_init_fail_total{app_id=\"app\",component=\"state.redis\","
                + "componentName=\"store\",reason=\"init\"} 1",
            "dapr_runtime_component_init_total{app_id=\"app\",component=\"state.redis\"} 1",
            "dapr_runtime_component_loaded{app_id=\"app\"} 1");
  }
}

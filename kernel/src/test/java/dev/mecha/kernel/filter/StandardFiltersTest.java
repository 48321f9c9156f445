package dev.mecha.kernel.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mecha.kernel.filter.StandardFilters.Door;
import dev.mecha.kernel.observe.ApiLogFilter;
import dev.mecha.kernel.observe.ApiLogOptions;
import dev.mecha.kernel.observe.Buckets;
import dev.mecha.kernel.observe.GrpcClientMetrics;
import dev.mecha.kernel.observe.GrpcServerMetrics;
import dev.mecha.kernel.observe.HttpMetricOptions;
import dev.mecha.kernel.observe.HttpServerMetrics;
import dev.mecha.kernel.observe.LabelRules;
import dev.mecha.kernel.observe.Metrics;
import dev.mecha.kernel.observe.MetricsFilter;
import dev.mecha.kernel.observe.ServerMetrics;
import dev.mecha.kernel.observe.TracingFilter;
import dev.mecha.kernel.pipeline.ApiGroup;
import dev.mecha.kernel.pipeline.Endpoint;
import dev.mecha.kernel.pipeline.FakeGrpcExchange;
import dev.mecha.kernel.pipeline.FakeHttpExchange;
import dev.mecha.kernel.pipeline.Filter;
import dev.mecha.kernel.pipeline.FilterChain;
import dev.mecha.kernel.security.ApiAccessFilter;
import dev.mecha.kernel.security.ApiAccessRule;
import dev.mecha.kernel.security.ApiAccessRules;
import dev.mecha.kernel.security.ApiToken;
import dev.mecha.kernel.security.ApiTokenFilter;
import dev.mecha.kernel.security.CorsFilter;
import dev.mecha.kernel.trace.SpanSink;
import dev.mecha.kernel.trace.Tracer;
import dev.mecha.kernel.trace.TracingOptions;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StandardFiltersTest {

  private static final Filter COMPONENT = (_, rest) -> rest.proceed();

  private final Metrics metrics = new Metrics("app", new LabelRules(List.of()));

  private final StandardFilters.Options everything =
      new StandardFilters.Options(
          new Tracer(
              TracingOptions.of("1", false),
              SpanSink.NONE,
              InstantSource.system(),
              System::nanoTime),
          "app",
          new ServerMetrics(
              new HttpServerMetrics(
                  metrics, HttpMetricOptions.DEFAULTS, Buckets.latency(List.of())),
              new GrpcServerMetrics(metrics, Buckets.latency(List.of())),
              new GrpcClientMetrics(metrics, Buckets.latency(List.of())),
              null),
          "https://example.com",
          new ApiAccessRules(List.of(), List.of(new ApiAccessRule("lock", "v1alpha1", "grpc"))),
          ApiToken.of("test"),
          List.of(COMPONENT),
          new ApiLogOptions(true, false, false),
          System::nanoTime);

  private static List<Class<?>> types(List<Filter> filters) {
    return filters.stream().<Class<?>>map(Filter::getClass).toList();
  }

  @Test
  void httpPassesThemInThisOrder() {
    assertThat(types(StandardFilters.of(Door.HTTP, everything)))
        .containsExactly(
            TracingFilter.class,
            MetricsFilter.class,
            CorsFilter.class,
            ApiTokenFilter.class,
            COMPONENT.getClass(),
            ApiLogFilter.class);
  }

  @Test
  void grpcPassesTheSameOrderWithoutWhatIsHttpsAlone() {
    assertThat(types(StandardFilters.of(Door.GRPC, everything)))
        .containsExactly(
            TracingFilter.class,
            MetricsFilter.class,
            ApiAccessFilter.class,
            ApiTokenFilter.class,
            ApiLogFilter.class);
  }

  @Test
  void thePublicPortAsksNobodyForAnything() {
    assertThat(types(StandardFilters.of(Door.PUBLIC_HTTP, everything)))
        .containsExactly(TracingFilter.class, MetricsFilter.class);
  }

  @ParameterizedTest
  @EnumSource(Door.class)
  void whatIsOffCostsNothing(Door door) {
    assertThat(StandardFilters.of(door, StandardFilters.Options.NONE)).isEmpty();
  }

  @Test
  void theListCannotBeChanged() {
    var filters = StandardFilters.of(Door.HTTP, everything);

    assertThatThrownBy(() -> filters.remove(0)).isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void aRefusalIsTracedAndCountedAndNeverReachesTheHandler() throws InterruptedException {
    var exchange = FakeHttpExchange.of("GET", "/v1.0/state/store/key");

    FilterChain.run(
        StandardFilters.of(Door.HTTP, everything),
        exchange,
        () -> {
          throw new AssertionError("reached");
        });

    assertThat(exchange.status()).isEqualTo(401);
    assertThat(exchange.responseHeaders()).containsKeys("traceparent", "vary");
    assertThat(metrics.text())
        .contains(
            "dapr_http_server_request_count{app_id=\"app\",method=\"GET\","
                + "path=\"/v1.0/state/store\",status=\"401\"} 1\n");
  }

  @Test
  void aPreflightNeedsNoToken() throws InterruptedException {
    var exchange =
        FakeHttpExchange.of("OPTIONS", "/v1.0/metadata")
            .header("Origin", "https://example.com")
            .header("Access-Control-Request-Method", "GET");

    FilterChain.run(StandardFilters.of(Door.HTTP, everything), exchange, () -> {});

    assertThat(exchange.status()).isEqualTo(200);
    assertThat(exchange.responseHeaders())
        .containsEntry("access-control-allow-origin", "https://example.com");
  }

  @Test
  void aMethodThatIsNotThereIsNotThereWithoutATokenEither() throws InterruptedException {
    var exchange =
        new FakeGrpcExchange(
            "/dapr.proto.runtime.v1.Dapr/TryLockAlpha1",
            Endpoint.of("TryLockAlpha1", new ApiGroup("lock", "v1alpha1")));

    FilterChain.run(StandardFilters.of(Door.GRPC, everything), exchange, () -> {});

    assertThat(exchange.status()).isEqualTo(12);
  }
}

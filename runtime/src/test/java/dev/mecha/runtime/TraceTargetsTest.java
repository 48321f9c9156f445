package dev.mecha.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mecha.kernel.resource.configuration.Tracing;
import dev.mecha.kernel.trace.ExportTarget;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TraceTargetsTest {

  private static final Tracing NOTHING = tracing("", "", otel("", "", true));

  private static Tracing tracing(String samplingRate, String zipkin, Tracing.Otel otel) {
    return new Tracing(samplingRate, false, zipkin, otel);
  }

  private static Tracing.Otel otel(String protocol, String endpoint, boolean secure) {
    return new Tracing.Otel(protocol, endpoint, secure, Map.of("a", "b"), Duration.ofSeconds(3));
  }

  @Test
  void theConfigurationNamesServers() {
    var targets =
        TraceTargets.of(
            tracing("0.5", "http://zipkin:9411/api/v2/spans", otel("http", "otel:4318", false)),
            Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "http://ignored:1"));

    assertThat(targets.samplingRate()).isEqualTo("0.5");
    assertThat(targets.servers())
        .containsExactly(
            new ExportTarget.Zipkin("http://zipkin:9411/api/v2/spans"),
            new ExportTarget.Otlp(
                ExportTarget.Protocol.HTTP,
                "otel:4318",
                false,
                Map.of("a", "b"),
                Duration.ofSeconds(3)));
  }

  @Test
  void aCollectorWithoutAProtocolIsNone() {
    assertThat(TraceTargets.of(tracing("1", "", otel("", "otel:4318", true)), Map.of()).servers())
        .isEmpty();
  }

  @Test
  void anUnknownProtocolIsRefused() {
    assertThatThrownBy(
            () -> TraceTargets.of(tracing("1", "", otel("udp", "otel:1", true)), Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("invalid protocol udp provided for Otel endpoint");
  }

  @Test
  void theEnvironmentNamesACollectorAndThenEverythingIsSampled() {
    var environment =
        Map.of(
            "OTEL_EXPORTER_OTLP_ENDPOINT", "http://all:4317",
            "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "http://traces:4318",
            "OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf",
            "OTEL_EXPORTER_OTLP_INSECURE", "true",
            "OTEL_EXPORTER_OTLP_HEADERS", "key = v%20w , a=c",
            "OTEL_EXPORTER_OTLP_TIMEOUT", "1500");

    var targets = TraceTargets.of(NOTHING, environment);

    assertThat(targets.samplingRate()).isEqualTo("1");
    assertThat(targets.servers())
        .containsExactly(
            new ExportTarget.Otlp(
                ExportTarget.Protocol.HTTP,
                "http://traces:4318",
                false,
                Map.of("key", "v w", "a", "c"),
                Duration.ofMillis(1500)));
  }

  @Test
  void withoutAProtocolTheEnvironmentMeansGrpcWithTls() {
    var server =
        TraceTargets.of(NOTHING, Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "otel:4317")).servers();

    assertThat(server)
        .containsExactly(
            new ExportTarget.Otlp(
                ExportTarget.Protocol.GRPC,
                "otel:4317",
                true,
                Map.of("a", "b"),
                Duration.ofSeconds(3)));
  }

  @Test
  void malformedHeadersAreRefusedWithoutShowingThem() {
    var environment =
        Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "x:1", "OTEL_EXPORTER_OTLP_HEADERS", "a=b,s3cret");

    assertThatThrownBy(() -> TraceTargets.of(NOTHING, environment))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("OTEL_EXPORTER_OTLP_HEADERS: (expected: name=value,...)");
  }

  @ParameterizedTest
  @CsvSource({
    "'', '', app, {service.name=app}",
    "'', a=b%20c, app, '{service.name=app, a=b c}'",
    "'', service.name=other, app, {service.name=other}",
    "mine, service.name=other, app, {service.name=mine}",
    "'', garbage, app, {service.name=app}",
  })
  void spansSayWhatProcessTheyAreOf(String name, String attributes, String appId, String expected) {
    var environment = Map.of("OTEL_SERVICE_NAME", name, "OTEL_RESOURCE_ATTRIBUTES", attributes);

    assertThat(TraceTargets.resource(appId, environment)).hasToString(expected);
  }
}

package dev.mecha.runtime;

import dev.mecha.kernel.observe.ApiLogOptions;
import dev.mecha.kernel.observe.Buckets;
import dev.mecha.kernel.observe.ComponentMetrics;
import dev.mecha.kernel.observe.ErrorCodeMetrics;
import dev.mecha.kernel.observe.GrpcClientMetrics;
import dev.mecha.kernel.observe.GrpcServerMetrics;
import dev.mecha.kernel.observe.HttpClientMetrics;
import dev.mecha.kernel.observe.HttpMetricOptions;
import dev.mecha.kernel.observe.HttpServerMetrics;
import dev.mecha.kernel.observe.JvmMetrics;
import dev.mecha.kernel.observe.LabelRule;
import dev.mecha.kernel.observe.LabelRules;
import dev.mecha.kernel.observe.Metrics;
import dev.mecha.kernel.observe.ProcessMetrics;
import dev.mecha.kernel.observe.RuntimeMetrics;
import dev.mecha.kernel.observe.ServerMetrics;
import dev.mecha.kernel.resource.configuration.ConfigurationResource;
import dev.mecha.runtime.options.SidecarOptions;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What operators see of one sidecar, as flags and Configuration have it.
 *
 * @param registry all metrics, for the endpoint
 * @param latencies the buckets of latencies
 * @param components how components are called
 * @param runtime how components get on
 * @param servers the doors, or null if nothing is measured
 * @param application what the application is asked by HTTP, or null if nothing is measured
 * @param traces the spans on their way out; to be closed
 * @param apiLog whether and how calls are logged
 */
record Observability(
    Metrics registry,
    Buckets latencies,
    ComponentMetrics components,
    RuntimeMetrics runtime,
    @Nullable ServerMetrics servers,
    @Nullable HttpClientMetrics application,
    TraceExport traces,
    ApiLogOptions apiLog) {

  private static final Logger LOG = LoggerFactory.getLogger("dapr.runtime");

  /**
   * @throws IllegalArgumentException naming what is wrong with the configuration
   */
  static Observability of(
      SidecarOptions options, ConfigurationResource configuration, InstantSource clock) {
    var metric = configuration.metrics();
    LOG.info("metric spec: {}", text(metric));
    var registry = new Metrics(options.appId(), rules(metric.rules()));
    var latencies =
        Buckets.latency(metric.latencyBuckets().stream().map(Integer::longValue).toList());
    boolean measured = measured(options, configuration);
    if (measured) {
      ProcessMetrics.register(registry);
      JvmMetrics.register(registry);
    }
    return new Observability(
        registry,
        latencies,
        new ComponentMetrics(
            registry, options.environment().getOrDefault("NAMESPACE", ""), latencies),
        new RuntimeMetrics(registry),
        measured
            ? new ServerMetrics(
                new HttpServerMetrics(registry, http(metric.http()), latencies),
                new GrpcServerMetrics(registry, latencies),
                new GrpcClientMetrics(registry, latencies),
                metric.recordErrorCodes() ? new ErrorCodeMetrics(registry) : null)
            : null,
        measured ? new HttpClientMetrics(registry, http(metric.http()), latencies) : null,
        new TraceExport(options, configuration.tracing(), clock),
        apiLog(options, configuration));
  }

  /** As the peer says it: as JSON. */
  private static String text(dev.mecha.kernel.resource.configuration.Metrics metric) {
    return """
    {"enabled":%s,"recordErrorCodes":%s,"http":{"increasedCardinality":%s,"excludeVerbs":%s},\
    "latencyDistributionBuckets":%s}\
    """
        .formatted(
            metric.enabled(),
            metric.recordErrorCodes(),
            metric.http().increasedCardinality(),
            metric.http().excludeVerbs(),
            metric.latencyBuckets());
  }

  static boolean measured(SidecarOptions options, ConfigurationResource configuration) {
    return options.metrics().enabled() && configuration.metrics().enabled();
  }

  private static HttpMetricOptions http(dev.mecha.kernel.resource.configuration.Metrics.Http http) {
    return new HttpMetricOptions(
        http.increasedCardinality(), http.pathMatching(), http.excludeVerbs());
  }

  private static LabelRules rules(
      List<dev.mecha.kernel.resource.configuration.Metrics.Rule> rules) {
    return new LabelRules(
        rules.stream()
            .flatMap(
                rule ->
                    rule.labels().stream()
                        .flatMap(
                            label ->
                                label.regex().entrySet().stream()
                                    .map(
                                        regex ->
                                            new LabelRule(
                                                rule.name(),
                                                label.name(),
                                                regex.getValue(),
                                                regex.getKey()))))
            .toList());
  }

  private static ApiLogOptions apiLog(SidecarOptions options, ConfigurationResource configuration) {
    var logging = configuration.apiLogging();
    return new ApiLogOptions(
        options.log().apiCalls().orElse(logging.enabled()),
        logging.obfuscateUrls(),
        logging.omitHealthChecks());
  }
}

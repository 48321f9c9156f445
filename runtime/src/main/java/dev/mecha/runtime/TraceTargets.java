package dev.mecha.runtime;

import dev.mecha.kernel.resource.configuration.Tracing;
import dev.mecha.kernel.text.UrlText;
import dev.mecha.kernel.trace.ExportTarget;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where spans go and how many are sampled, as Configuration and environment have it. The variables
 * {@code OTEL_EXPORTER_OTLP_*}, or those with {@code TRACES_} before them, count where the
 * Configuration names no collector.
 *
 * @param samplingRate as it is written; empty if not set
 * @param stdout whether spans are logged
 * @param servers that take spans
 */
record TraceTargets(String samplingRate, boolean stdout, List<ExportTarget> servers) {

  private static final String PREFIX = "OTEL_EXPORTER_OTLP_";
  private static final String TRACES = "TRACES_";

  /**
   * @throws IllegalArgumentException naming what is wrong
   */
  static TraceTargets of(Tracing tracing, Map<String, String> environment) {
    var servers = new ArrayList<ExportTarget>();
    if (!tracing.zipkinEndpoint().isEmpty()) {
      servers.add(new ExportTarget.Zipkin(tracing.zipkinEndpoint()));
    }
    String samplingRate = tracing.samplingRate();
    Tracing.Otel otel = tracing.otel();
    if (!otel.endpoint().isEmpty()) {
      if (!otel.protocol().isEmpty()) {
        servers.add(configured(otel));
      }
    } else if (!variable(environment, "ENDPOINT").isEmpty()) {
      servers.add(fromEnvironment(otel, environment));
      samplingRate = samplingRate.isEmpty() ? "1" : samplingRate;
    }
    return new TraceTargets(samplingRate, tracing.stdout(), List.copyOf(servers));
  }

  private static ExportTarget configured(Tracing.Otel otel) {
    Duration timeout = otel.timeout();
    return new ExportTarget.Otlp(
        switch (otel.protocol()) {
          case "grpc" -> ExportTarget.Protocol.GRPC;
          case "http" -> ExportTarget.Protocol.HTTP;
          default ->
              throw new IllegalArgumentException(
                  "invalid protocol " + otel.protocol() + " provided for Otel endpoint");
        },
        otel.endpoint(),
        otel.secure(),
        otel.headers(),
        timeout == null ? ExportTarget.Otlp.DEFAULT_TIMEOUT : timeout);
  }

  private static ExportTarget fromEnvironment(Tracing.Otel otel, Map<String, String> environment) {
    var headers = new LinkedHashMap<>(otel.headers());
    headers.putAll(headers(variable(environment, "HEADERS")));
    return new ExportTarget.Otlp(
        variable(environment, "PROTOCOL").startsWith("http")
            ? ExportTarget.Protocol.HTTP
            : ExportTarget.Protocol.GRPC,
        variable(environment, "ENDPOINT"),
        otel.secure() && !environment.getOrDefault(PREFIX + "INSECURE", "").equals("true"),
        Map.copyOf(headers),
        timeout(otel, variable(environment, "TIMEOUT")));
  }

  private static String variable(Map<String, String> environment, String name) {
    String traces = environment.getOrDefault(PREFIX + TRACES + name, "");
    return traces.isEmpty() ? environment.getOrDefault(PREFIX + name, "") : traces;
  }

  private static Map<String, String> headers(String text) {
    var headers = new LinkedHashMap<String, String>();
    if (text.isEmpty()) {
      return headers;
    }
    for (String entry : text.split(",", -1)) {
      int equals = entry.indexOf('=');
      if (equals < 0 || entry.substring(0, equals).isBlank()) {
        // The text may hold a secret, so it is not shown.
        throw new IllegalArgumentException(PREFIX + "HEADERS: (expected: name=value,...)");
      }
      headers.put(
          entry.substring(0, equals).strip(),
          UrlText.decodePath(entry.substring(equals + 1)).strip());
    }
    return headers;
  }

  private static Duration timeout(Tracing.Otel otel, String millis) {
    Duration configured = otel.timeout();
    Duration otherwise = configured == null ? ExportTarget.Otlp.DEFAULT_TIMEOUT : configured;
    if (millis.isEmpty()) {
      return otherwise;
    }
    try {
      int number = Integer.parseInt(millis);
      return number > 0 ? Duration.ofMillis(number) : otherwise;
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          PREFIX + "TIMEOUT: \"" + millis + "\" (expected: milliseconds)", e);
    }
  }

  /** What all spans say of the process. */
  static Map<String, String> resource(String appId, Map<String, String> environment) {
    var attributes = new LinkedHashMap<String, String>();
    attributes.put("service.name", appId);
    for (String entry : environment.getOrDefault("OTEL_RESOURCE_ATTRIBUTES", "").split(",")) {
      int equals = entry.indexOf('=');
      if (equals > 0) {
        attributes.put(
            entry.substring(0, equals).strip(),
            UrlText.decodePath(entry.substring(equals + 1).strip()));
      }
    }
    String name = environment.getOrDefault("OTEL_SERVICE_NAME", "");
    if (!name.isEmpty()) {
      attributes.put("service.name", name);
    }
    return attributes;
  }
}

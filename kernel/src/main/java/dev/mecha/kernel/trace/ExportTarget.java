package dev.mecha.kernel.trace;

import java.time.Duration;
import java.util.Map;

/** A server that takes spans. */
public sealed interface ExportTarget {

  /**
   * A Zipkin server.
   *
   * @param endpoint the address that spans are posted to, such as {@code
   *     http://localhost:9411/api/v2/spans}
   */
  record Zipkin(String endpoint) implements ExportTarget {}

  /**
   * An OpenTelemetry collector.
   *
   * @param protocol how it is spoken to
   * @param endpoint host and port; on HTTP a path may follow, otherwise it is {@code /v1/traces}
   * @param secure whether TLS is used
   * @param headers sent with every export; may hold secrets
   * @param timeout of one export
   */
  record Otlp(
      Protocol protocol,
      String endpoint,
      boolean secure,
      Map<String, String> headers,
      Duration timeout)
      implements ExportTarget {

    /** What holds when nothing is configured, as OpenTelemetry has it. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

    /** Without the values of headers. */
    @Override
    public String toString() {
      return "Otlp[" + protocol + " " + endpoint + ", secure=" + secure + "]";
    }
  }

  /** How a collector is spoken to. */
  enum Protocol {
    /** OTLP over gRPC. */
    GRPC,
    /** OTLP as protocol buffers over HTTP. */
    HTTP
  }
}

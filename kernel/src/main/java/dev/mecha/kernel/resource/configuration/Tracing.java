package dev.mecha.kernel.resource.configuration;

import dev.mecha.kernel.resource.ResourceNode;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which requests are traced, and where spans go.
 *
 * @param samplingRate from {@code 0} to {@code 1}, as it is written; empty if not set
 * @param stdout whether spans are printed; false by default
 * @param zipkinEndpoint the address of a Zipkin server, or empty
 * @param otel the address of an OpenTelemetry collector
 */
public record Tracing(String samplingRate, boolean stdout, String zipkinEndpoint, Otel otel) {

  /**
   * An OpenTelemetry collector.
   *
   * @param protocol {@code grpc} or {@code http}, or empty
   * @param endpoint its address, or empty for none
   * @param secure whether TLS is used; true by default
   * @param headers sent with every export; may hold secrets
   * @param timeout of one export, or null for the exporter's own
   */
  public record Otel(
      String protocol,
      String endpoint,
      boolean secure,
      Map<String, String> headers,
      @Nullable Duration timeout) {

    private static Otel read(ResourceNode node) {
      var headers = new LinkedHashMap<String, String>();
      for (Header header : node.field("headers").items(Header::read)) {
        headers.put(header.name(), header.value());
      }
      return new Otel(
          node.field("protocol").text(""),
          node.field("endpointAddress").text(""),
          node.field("isSecure").flag(true),
          Collections.unmodifiableMap(headers),
          node.field("timeout").duration());
    }

    /** Without the values of headers. */
    @Override
    public String toString() {
      return "Otel["
          + protocol
          + " "
          + endpoint
          + ", secure="
          + secure
          + ", "
          + headers.keySet()
          + "]";
    }
  }

  /** {@code name=value} in a file, a name and a value in a cluster's resource. */
  private record Header(String name, String value) {

    private static Header read(ResourceNode node) {
      if (node.isText()) {
        String text = node.text("");
        int end = text.indexOf('=');
        return end < 0
            ? new Header(text, "")
            : new Header(text.substring(0, end), text.substring(end + 1));
      }
      String value = node.field("value").stringified();
      return new Header(node.field("name").text(""), value == null ? "" : value);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Tracing read(ResourceNode node) {
    return new Tracing(
        node.field("samplingRate").text(""),
        node.field("stdout").flag(false),
        node.field("zipkin").field("endpointAddress").text(""),
        Otel.read(node.field("otel")));
  }
}

package dev.mecha.telemetry;

import dev.mecha.kernel.trace.ExportTarget;
import dev.mecha.kernel.trace.SpanExporter;
import dev.mecha.kernel.trace.SpanExporterProvider;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporter;
import io.opentelemetry.exporter.zipkin.ZipkinSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Map;
import zipkin2.reporter.BytesMessageSender;
import zipkin2.reporter.urlconnection.URLConnectionSender;

/** OTLP over gRPC and HTTP, and Zipkin's format 2. */
public final class OpenTelemetryExporters implements SpanExporterProvider {

  private static final String DEFAULT_PATH = "/v1/traces";

  /** Zipkin's has no setting. */
  private static final Duration ZIPKIN_TIMEOUT = Duration.ofSeconds(10);

  /** For the service loader. */
  public OpenTelemetryExporters() {}

  @Override
  public SpanExporter create(ExportTarget target, Map<String, String> resource) {
    var described = resource(resource);
    return switch (target) {
      case ExportTarget.Zipkin zipkin -> zipkin(zipkin, described);
      case ExportTarget.Otlp otlp ->
          switch (otlp.protocol()) {
            case GRPC -> grpc(otlp, described);
            case HTTP -> http(otlp, described);
          };
    };
  }

  private static Resource resource(Map<String, String> attributes) {
    var all = Attributes.builder();
    attributes.forEach(all::put);
    return Resource.create(all.build());
  }

  private static SpanExporter grpc(ExportTarget.Otlp target, Resource resource) {
    String address = address(target, "");
    var builder = OtlpGrpcSpanExporter.builder().setEndpoint(address).setTimeout(target.timeout());
    target.headers().forEach(builder::addHeader);
    // What was not taken is told, not tried again: a collector that is down must not fill the
    // queue.
    var exporter = builder.setRetryPolicy(null).build();
    return new SdkExporter(exporter, address, resource, target.timeout());
  }

  private static SpanExporter http(ExportTarget.Otlp target, Resource resource) {
    String address = address(target, DEFAULT_PATH);
    var builder =
        OtlpHttpSpanExporter.builder()
            .setEndpoint(address)
            .setTimeout(target.timeout())
            .setConnectTimeout(target.timeout());
    target.headers().forEach(builder::addHeader);
    return new SdkExporter(
        builder.setRetryPolicy(null).build(), address, resource, target.timeout());
  }

  @SuppressWarnings("deprecation") // no longer developed, still maintained; see docs/adr
  private static SpanExporter zipkin(ExportTarget.Zipkin target, Resource resource) {
    String address = valid(target.endpoint(), target.endpoint());
    int millis = (int) ZIPKIN_TIMEOUT.toMillis();
    BytesMessageSender sender =
        URLConnectionSender.newBuilder()
            .endpoint(address)
            .connectTimeout(millis)
            .readTimeout(millis)
            .compressionEnabled(false) // nor does the peer
            .build();
    return new SdkExporter(
        ZipkinSpanExporter.builder().setSender(sender).build(), address, resource, ZIPKIN_TIMEOUT);
  }

  private static String address(ExportTarget.Otlp target, String defaultPath) {
    String endpoint = target.endpoint();
    int scheme = endpoint.indexOf("://");
    String place = scheme < 0 ? endpoint : endpoint.substring(scheme + 3);
    String path = place.contains("/") ? "" : defaultPath;
    return valid((target.secure() ? "https://" : "http://") + place + path, endpoint);
  }

  private static String valid(String address, String configured) {
    try {
      var uri = new URI(address);
      if (uri.getHost() != null && uri.getScheme().startsWith("http")) {
        return address;
      }
    } catch (URISyntaxException e) {
      // told below, with what was expected
    }
    throw new IllegalArgumentException(
        "endpointAddress: \"" + configured + "\" (expected: the address of a server)");
  }
}

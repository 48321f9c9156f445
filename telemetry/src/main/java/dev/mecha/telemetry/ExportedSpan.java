package dev.mecha.telemetry;

import dev.mecha.kernel.trace.Span;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A span as OpenTelemetry's exporters read it. */
final class ExportedSpan implements SpanData {

  private static final InstrumentationScopeInfo SCOPE =
      InstrumentationScopeInfo.create("dapr-diagnostics");

  private final Span span;
  private final Resource resource;
  private final SpanContext context;
  private final SpanContext parent;
  private final Attributes attributes;

  ExportedSpan(Span span, Resource resource) {
    this.span = span;
    this.resource = resource;
    this.context = context(span, span.spanId());
    this.parent =
        span.parentSpanId().isEmpty()
            ? SpanContext.getInvalid()
            : context(span, span.parentSpanId());
    var all = Attributes.builder();
    span.attributes().forEach(all::put);
    this.attributes = all.build();
  }

  private static SpanContext context(Span span, String spanId) {
    return SpanContext.create(
        span.traceId(), spanId, TraceFlags.getSampled(), tracestate(span.tracestate()));
  }

  private static TraceState tracestate(String header) {
    if (header.isEmpty()) {
      return TraceState.getDefault();
    }
    var all = TraceState.builder();
    // Each goes to the front.
    for (String member : List.of(header.split(",")).reversed()) {
      int equals = member.indexOf('=');
      all.put(member.substring(0, equals), member.substring(equals + 1));
    }
    return all.build();
  }

  @Override
  public String getName() {
    return span.name();
  }

  @Override
  public SpanKind getKind() {
    return switch (span.kind()) {
      case CLIENT -> SpanKind.CLIENT;
      case SERVER -> SpanKind.SERVER;
      case PRODUCER -> SpanKind.PRODUCER;
    };
  }

  @Override
  public SpanContext getSpanContext() {
    return context;
  }

  @Override
  public SpanContext getParentSpanContext() {
    return parent;
  }

  @Override
  public StatusData getStatus() {
    return span.status().error()
        ? StatusData.create(StatusCode.ERROR, span.status().description())
        : StatusData.unset();
  }

  @Override
  public long getStartEpochNanos() {
    return nanos(span.start());
  }

  @Override
  public long getEndEpochNanos() {
    return nanos(span.end());
  }

  private static long nanos(Instant time) {
    return TimeUnit.SECONDS.toNanos(time.getEpochSecond()) + time.getNano();
  }

  @Override
  public Attributes getAttributes() {
    return attributes;
  }

  @Override
  public int getTotalAttributeCount() {
    return attributes.size();
  }

  @Override
  public List<EventData> getEvents() {
    return List.of();
  }

  @Override
  public int getTotalRecordedEvents() {
    return 0;
  }

  @Override
  public List<LinkData> getLinks() {
    return List.of();
  }

  @Override
  public int getTotalRecordedLinks() {
    return 0;
  }

  @Override
  public boolean hasEnded() {
    return true;
  }

  @Override
  public InstrumentationScopeInfo getInstrumentationScopeInfo() {
    return SCOPE;
  }

  @Override
  @SuppressWarnings("deprecation") // the interface still wants it; nobody asks
  public io.opentelemetry.sdk.common.InstrumentationLibraryInfo getInstrumentationLibraryInfo() {
    return io.opentelemetry.sdk.common.InstrumentationLibraryInfo.create(SCOPE.getName(), null);
  }

  @Override
  public Resource getResource() {
    return resource;
  }
}

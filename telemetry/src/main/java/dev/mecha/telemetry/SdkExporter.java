package dev.mecha.telemetry;

import dev.mecha.kernel.trace.Span;
import dev.mecha.kernel.trace.SpanExporter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Hands spans to one of OpenTelemetry's exporters and waits for its word. */
final class SdkExporter implements SpanExporter {

  /** What the exporter itself may need on top of its timeout to notice that it is over. */
  private static final Duration MARGIN = Duration.ofSeconds(1);

  private final io.opentelemetry.sdk.trace.export.SpanExporter exporter;
  private final String destination;
  private final Resource resource;
  private final Duration timeout;

  SdkExporter(
      io.opentelemetry.sdk.trace.export.SpanExporter exporter,
      String destination,
      Resource resource,
      Duration timeout) {
    this.exporter = exporter;
    this.destination = destination;
    this.resource = resource;
    this.timeout = timeout;
  }

  @Override
  public String destination() {
    return destination;
  }

  @Override
  public void export(List<Span> spans) throws IOException, InterruptedException {
    var converted = new ArrayList<SpanData>(spans.size());
    for (Span span : spans) {
      converted.add(new ExportedSpan(span, resource));
    }
    var result = exporter.export(converted);
    if (!await(result)) {
      throw new IOException("no answer within " + timeout);
    }
    if (!result.isSuccess()) {
      Throwable cause = result.getFailureThrowable();
      throw new IOException("spans were not taken" + reason(cause), cause);
    }
  }

  /** The exporters wrap what happened in an exception without a message. */
  private static String reason(@Nullable Throwable failure) {
    Throwable cause = failure == null ? null : failure.getCause();
    return cause == null ? "" : ": " + cause;
  }

  /** The result's own {@code join} swallows interruptions. */
  private boolean await(CompletableResultCode result) throws InterruptedException {
    var done = new CountDownLatch(1);
    result.whenComplete(done::countDown);
    return done.await(timeout.plus(MARGIN).toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    exporter.shutdown();
  }
}

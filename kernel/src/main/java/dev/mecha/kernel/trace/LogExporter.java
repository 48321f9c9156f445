package dev.mecha.kernel.trace;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes spans to the log, for {@code tracing.stdout}. */
public final class LogExporter implements SpanExporter {

  private static final Logger LOG = LoggerFactory.getLogger("dapr.runtime.trace");
  private static final String NO_PARENT = "0".repeat(16);

  @Override
  public String destination() {
    return "the log";
  }

  @Override
  public void export(List<Span> spans) {
    for (Span span : spans) {
      LOG.info(
          "[{}] Trace: {} Span: {}/{} Time: [{} ->  {}] Annotations: []",
          span.name(),
          span.traceId(),
          span.parentSpanId().isEmpty() ? NO_PARENT : span.parentSpanId(),
          span.spanId(),
          span.start(),
          span.end());
    }
  }

  @Override
  public void close() {}
}

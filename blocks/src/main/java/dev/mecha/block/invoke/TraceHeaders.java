package dev.mecha.block.invoke;

import dev.mecha.kernel.channel.Headers;
import dev.mecha.kernel.trace.TraceContext;
import dev.mecha.kernel.trace.Traceparent;

/** Takes a trace along to whoever is called. */
final class TraceHeaders {

  private TraceHeaders() {}

  /** Replaces what the caller wrote by where this request is in the trace, if it is in one. */
  static Headers put(Headers headers, TraceContext trace) {
    if (trace.traceparent().isEmpty() || trace.traceparent().equals(Traceparent.NO_TRACE)) {
      return headers;
    }
    headers.remove("grpc-trace-bin");
    headers.set("traceparent", trace.traceparent());
    if (!trace.tracestate().isEmpty()) {
      headers.set("tracestate", trace.tracestate());
    }
    return headers;
  }
}

package dev.mecha.block.invoke;

import dev.mecha.kernel.channel.Headers;
import dev.mecha.kernel.trace.TraceContext;

/** Takes a trace along to whoever is called. */
final class TraceHeaders {

  private TraceHeaders() {}

  /**
   * Replaces what the caller wrote by where this request is in the trace. One that is in none says
   * so with zeros, as the peer does it.
   */
  static Headers put(Headers headers, TraceContext trace) {
    if (trace.traceparent().isEmpty()) {
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

package dev.mecha.block.binding;

import dev.mecha.kernel.channel.Headers;
import dev.mecha.kernel.trace.TraceContext;
import dev.mecha.kernel.trace.Traceparent;
import dev.mecha.spi.binding.InputEvent;

/** What is sent along with an event. */
final class EventHeaders {

  private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";

  private EventHeaders() {}

  /** The event's metadata, as far as headers can carry them, and the trace. */
  static Headers of(InputEvent event, TraceContext trace) {
    var headers = new Headers();
    event
        .metadata()
        .forEach(
            (name, value) -> {
              if (name.matches(TOKEN)) {
                headers.set(name, value.replaceAll("[\\r\\n\\x00]+", " "));
              }
            });
    return put(headers, trace);
  }

  static Headers put(Headers headers, TraceContext trace) {
    if (!trace.traceparent().isEmpty() && !trace.traceparent().equals(Traceparent.NO_TRACE)) {
      headers.set("traceparent", trace.traceparent());
      if (!trace.tracestate().isEmpty()) {
        headers.set("tracestate", trace.tracestate());
      }
    }
    return headers;
  }
}

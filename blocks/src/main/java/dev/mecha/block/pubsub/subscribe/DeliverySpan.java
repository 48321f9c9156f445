package dev.mecha.block.pubsub.subscribe;

import dev.mecha.block.pubsub.event.Event;
import dev.mecha.kernel.channel.Headers;
import dev.mecha.kernel.trace.ActiveSpan;
import dev.mecha.kernel.trace.Span;
import dev.mecha.kernel.trace.SpanStatus;
import dev.mecha.kernel.trace.TraceContext;
import dev.mecha.kernel.trace.Traceparent;
import dev.mecha.kernel.trace.Tracer;
import dev.mecha.kernel.trace.TracingOptions;

/** The span of an event on its way to the application, a child of the one that published it. */
record DeliverySpan(TraceContext context, ActiveSpan span) {

  static DeliverySpan begin(Tracer tracer, String topic, Event event) {
    TracingOptions.Mode mode = tracer.options().mode();
    if (mode == TracingOptions.Mode.OFF
        || (mode == TracingOptions.Mode.PASS_ON && !saysItsTrace(event))) {
      return new DeliverySpan(TraceContext.NONE, ActiveSpan.NONE);
    }
    String parent = Traceparent.parse(event.traceparent());
    var origin =
        new TraceContext(
            parent == null ? Traceparent.NO_TRACE : parent,
            event.textOrEmpty(Event.TRACE_STATE),
            "");
    Tracer.Step step = tracer.step(origin, "pubsub/" + topic, Span.Kind.CLIENT);
    step.span().topic(topic);
    return new DeliverySpan(step.context(), step.span());
  }

  /** One that was published in no trace says so, with an empty text. */
  private static boolean saysItsTrace(Event event) {
    return event.text(Event.TRACE_PARENT) != null
        || (!event.isSet(Event.TRACE_PARENT) && event.text(Event.TRACE_ID) != null);
  }

  /** Tells the application of the trace. */
  void addTo(Headers headers) {
    if (!context.traceparent().isEmpty()) {
      headers.set("traceparent", context.traceparent());
      if (!context.tracestate().isEmpty()) {
        headers.set("tracestate", context.tracestate());
      }
    }
  }

  void end() {
    span.end(SpanStatus.UNSET);
  }

  void fail(String why) {
    span.end(SpanStatus.error(why));
  }
}

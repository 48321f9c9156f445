package dev.mecha.kernel.trace;

/**
 * A place in a trace as W3C Trace Context writes it.
 *
 * @param traceparent the header's value, or empty for no trace
 * @param tracestate the header's value, or empty
 * @param baggage the header's value, or empty
 */
public record TraceContext(String traceparent, String tracestate, String baggage) {

  /** No trace. */
  public static final TraceContext NONE = new TraceContext("", "", "");
}

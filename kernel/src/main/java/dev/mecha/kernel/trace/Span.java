package dev.mecha.kernel.trace;

import java.time.Instant;
import java.util.Map;

/**
 * One finished step of a trace. Immutable.
 *
 * @param name what was done
 * @param kind whose side of a call it is
 * @param traceId 32 hexadecimal digits in lower case
 * @param spanId 16 hexadecimal digits in lower case
 * @param parentSpanId 16 hexadecimal digits in lower case, or empty for the first of its trace
 * @param tracestate what vendors pass on, or empty
 * @param start when it began
 * @param end when it was done; not before {@code start}
 * @param attributes what is known about it, in the order in which it became known; unmodifiable
 * @param status how it ended
 */
public record Span(
    String name,
    Kind kind,
    String traceId,
    String spanId,
    String parentSpanId,
    String tracestate,
    Instant start,
    Instant end,
    Map<String, String> attributes,
    SpanStatus status) {

  /** Whose side of a call a span is. */
  public enum Kind {
    /**
     * Somebody asks. A request of the application's to its own sidecar is one, as the peer has it.
     */
    CLIENT,
    /** Somebody answers: a call that another sidecar made. */
    SERVER,
    /** A message is handed over to be delivered later. */
    PRODUCER
  }
}

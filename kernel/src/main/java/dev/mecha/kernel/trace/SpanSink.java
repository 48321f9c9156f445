package dev.mecha.kernel.trace;

/**
 * Where finished spans go. Called by whoever has ended a span, so it neither blocks nor throws:
 * what cannot be taken is dropped.
 */
@FunctionalInterface
public interface SpanSink {

  /** Takes nothing: where this is the sink no span is recorded in the first place. */
  SpanSink NONE = _ -> {};

  /**
   * @param span a sampled span
   */
  void accept(Span span);
}

package dev.mecha.kernel.trace;

import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * Begins spans. A span is recorded if its trace is sampled and there is somebody to see it; one
 * that is not costs no more than its identifier.
 */
public final class Tracer {

  /** No tracing. */
  public static final Tracer OFF =
      new Tracer(TracingOptions.OFF, SpanSink.NONE, InstantSource.system(), System::nanoTime);

  private final TracingOptions options;
  private final SpanSink sink;
  private final InstantSource clock;
  private final LongSupplier nanoTime;

  /**
   * @param options what is done about traces
   * @param sink where finished spans go
   * @param clock when spans begin
   * @param nanoTime how long they take: a clock that only moves forward, such as {@code
   *     System::nanoTime}
   */
  public Tracer(TracingOptions options, SpanSink sink, InstantSource clock, LongSupplier nanoTime) {
    this.options = options;
    this.sink = sink;
    this.clock = clock;
    this.nanoTime = nanoTime;
  }

  /**
   * @return what is done about traces
   */
  public TracingOptions options() {
    return options;
  }

  /**
   * The place in the trace of what begins now.
   *
   * @param incoming the {@code traceparent} of whoever asked for it, valid and of version 00, or
   *     empty
   * @return the {@code traceparent} of its own
   */
  public String next(String incoming) {
    return switch (options.mode()) {
      case SPANS ->
          incoming.isEmpty()
              ? Traceparent.begin(options.samplingRatio())
              : Traceparent.child(incoming);
      case PASS_ON, OFF -> incoming.isEmpty() ? Traceparent.NO_TRACE : incoming;
    };
  }

  /**
   * Begins the span that has this place.
   *
   * @param place its own, from {@link #next}
   * @param incoming the {@code traceparent} of its parent, or empty
   * @param name what is done
   * @param kind whose side of the call it is
   * @return the span; {@link ActiveSpan#NONE} if it is not recorded
   */
  public ActiveSpan start(TraceContext place, String incoming, String name, Span.Kind kind) {
    if (sink.equals(SpanSink.NONE) || !Traceparent.isSampled(place.traceparent())) {
      return ActiveSpan.NONE;
    }
    String parent = incoming.isEmpty() ? "" : Traceparent.spanId(incoming);
    return ActiveSpan.recording(this, place, parent, name, kind);
  }

  /**
   * Begins a step within a request: a message to the application, an event that is published.
   *
   * @param parent the place of the request
   * @param name what is done
   * @param kind whose side of the call it is
   * @return the step, to be ended by the caller
   */
  public Step step(TraceContext parent, String name, Span.Kind kind) {
    if (options.mode() != TracingOptions.Mode.SPANS) {
      return new Step(parent, ActiveSpan.NONE);
    }
    String incoming = parent.traceparent();
    if (incoming.equals(Traceparent.NO_TRACE)) {
      incoming = "";
    }
    var place = new TraceContext(next(incoming), parent.tracestate(), parent.baggage());
    return new Step(place, start(place, incoming, name, kind));
  }

  /**
   * A step within a request.
   *
   * @param context what to tell whoever is called
   * @param span what to tell of it
   */
  public record Step(TraceContext context, ActiveSpan span) {}

  SpanSink sink() {
    return sink;
  }

  Moment now() {
    return new Moment(clock.instant(), nanoTime.getAsLong());
  }

  Instant since(Moment start) {
    return start.instant().plusNanos(nanoTime.getAsLong() - start.nanos());
  }

  /** A time, and where the clock that only moves forward stood. */
  record Moment(Instant instant, long nanos) {}
}

package dev.mecha.kernel.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TracerTest {

  private static final TraceContext SAMPLED =
      new TraceContext("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "a=b", "user=1");

  private final List<Span> finished = new ArrayList<>();

  private Tracer tracer(String samplingRate, SpanSink sink) {
    return new Tracer(
        TracingOptions.of(samplingRate, true),
        sink,
        InstantSource.fixed(Instant.EPOCH),
        System::nanoTime);
  }

  @Test
  void aStepIsAChildOfItsRequest() {
    var step = tracer("1", finished::add).step(SAMPLED, "pubsub/orders", Span.Kind.PRODUCER);
    step.span().topic("orders");
    step.span().end(SpanStatus.error("no"));

    var span = finished.getFirst();
    assertThat(span.name()).isEqualTo("pubsub/orders");
    assertThat(span.kind()).isEqualTo(Span.Kind.PRODUCER);
    assertThat(span.parentSpanId()).isEqualTo("b7ad6b7169203331");
    assertThat(span.status()).isEqualTo(SpanStatus.error("no"));
    assertThat(step.context())
        .isEqualTo(
            new TraceContext(
                "00-0af7651916cd43dd8448eb211c80319c-" + span.spanId() + "-01", "a=b", "user=1"));
  }

  @Test
  void aStepOfNoTraceBeginsOne() {
    var nothing = new TraceContext(Traceparent.NO_TRACE, "", "");

    var step = tracer("1", finished::add).step(nothing, "bindings/in", Span.Kind.CLIENT);
    step.span().end(SpanStatus.UNSET);

    assertThat(finished.getFirst().parentSpanId()).isEmpty();
    assertThat(step.context().traceparent()).endsWith("-01").doesNotContain("0".repeat(32));
  }

  @Test
  void whereNobodyLooksNothingIsRecordedButTheTraceGoesOn() {
    var step = tracer("1", SpanSink.NONE).step(SAMPLED, "pubsub/orders", Span.Kind.PRODUCER);

    assertThat(step.span()).isSameAs(ActiveSpan.NONE);
    assertThat(step.context().traceparent()).startsWith(SAMPLED.traceparent().substring(0, 36));
    assertThat(step.context().traceparent()).isNotEqualTo(SAMPLED.traceparent());
  }

  @Test
  void withoutTracingAStepChangesNothing() {
    var step = Tracer.OFF.step(SAMPLED, "pubsub/orders", Span.Kind.PRODUCER);

    assertThat(step).isEqualTo(new Tracer.Step(SAMPLED, ActiveSpan.NONE));
  }

  @Test
  void emptyAttributesAreLeftOutAndTheSpanIsImmutable() {
    var step = tracer("1", finished::add).step(SAMPLED, "x", Span.Kind.CLIENT);
    step.span().attribute("a", "");
    step.span().attribute("b", "1");
    step.span().attribute("b", "2");
    step.span().end(SpanStatus.UNSET);

    assertThat(finished.getFirst().attributes()).containsExactly(java.util.Map.entry("b", "2"));
    assertThat(finished.getFirst().attributes()).isUnmodifiable();
  }
}

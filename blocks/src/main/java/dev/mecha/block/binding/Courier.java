package dev.mecha.block.binding;

import dev.mecha.kernel.observe.ComponentMetrics;
import dev.mecha.kernel.trace.Span;
import dev.mecha.kernel.trace.SpanStatus;
import dev.mecha.kernel.trace.TraceContext;
import dev.mecha.kernel.trace.Traceparent;
import dev.mecha.kernel.trace.Tracer;
import dev.mecha.kernel.trace.Tracestate;
import dev.mecha.spi.binding.DeliveryException;
import dev.mecha.spi.binding.EventHandler;
import dev.mecha.spi.binding.InputEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes the events of one binding to the application: traced, counted, and with what follows. */
final class Courier implements EventHandler {

  private static final Logger LOG = LoggerFactory.getLogger("dapr.runtime.processor.binding.input");

  private final BoundBinding binding;
  private final BindingApp app;
  private final ComponentMetrics.Calls metrics;
  private final Tracer tracer;
  private final Wishes wishes;

  Courier(
      BoundBinding binding,
      BindingApp app,
      ComponentMetrics.Calls metrics,
      Tracer tracer,
      Wishes wishes) {
    this.binding = binding;
    this.app = app;
    this.metrics = metrics;
    this.tracer = tracer;
    this.wishes = wishes;
  }

  @Override
  public byte[] handle(InputEvent event) throws DeliveryException, InterruptedException {
    long start = System.nanoTime();
    boolean success = false;
    try {
      AppAnswer answer = deliver(event);
      wishes.fulfil(answer);
      success = true;
      return answer.body();
    } catch (DeliveryException e) {
      LOG.debug("error from app consumer for binding [{}]: {}", binding.name(), e.getMessage());
      throw e;
    } finally {
      metrics.record(binding.name(), success, System.nanoTime() - start);
    }
  }

  private AppAnswer deliver(InputEvent event) throws DeliveryException, InterruptedException {
    Tracer.Step step = tracer.step(origin(event), "bindings/" + binding.name(), Span.Kind.CLIENT);
    step.span().store("bindings", binding.name());
    step.span().attribute("rpc.service", "Dapr");
    SpanStatus status = SpanStatus.error("interrupted");
    try {
      AppAnswer answer = app.deliver(binding, event, step.context(), step.span());
      status = SpanStatus.UNSET;
      return answer;
    } catch (DeliveryException e) {
      status = SpanStatus.error(String.valueOf(e.getMessage()));
      throw e;
    } finally {
      step.span().end(status);
    }
  }

  /** The trace that the event belongs to, if the service says so. */
  private static TraceContext origin(InputEvent event) {
    String traceparent = Traceparent.parse(event.metadata().getOrDefault("traceparent", ""));
    return traceparent == null
        ? TraceContext.NONE
        : new TraceContext(
            traceparent, Tracestate.parse(event.metadata().getOrDefault("tracestate", "")), "");
  }
}

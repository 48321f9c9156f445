package dev.mecha.kernel.observe;

import dev.mecha.kernel.error.ApiError;
import dev.mecha.kernel.pipeline.Endpoint;
import dev.mecha.kernel.pipeline.Exchange;
import dev.mecha.kernel.pipeline.Filter;
import dev.mecha.kernel.pipeline.FilterChain;
import dev.mecha.kernel.pipeline.GrpcExchange;
import dev.mecha.kernel.trace.ActiveSpan;
import dev.mecha.kernel.trace.Baggage;
import dev.mecha.kernel.trace.TraceContext;
import dev.mecha.kernel.trace.Traceparent;
import dev.mecha.kernel.trace.Tracer;
import dev.mecha.kernel.trace.Tracestate;
import dev.mecha.kernel.trace.TracingOptions;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;

/**
 * Gives a request its place in a trace, tells the caller, and records the span if it is sampled.
 * Understands {@code traceparent}, {@code tracestate} and {@code baggage}, and {@code
 * grpc-trace-bin} before {@code traceparent} on gRPC. Malformed trace headers count as absent,
 * malformed baggage is refused, both as the peer does it.
 */
public final class TracingFilter implements Filter {

  private static final String INVOKE_SERVICE = "/dapr.proto.runtime.v1.Dapr/InvokeService";

  private final Tracer tracer;
  private final RequestSpans spans;

  /**
   * @param tracer whose mode is not {@link TracingOptions.Mode#OFF}: then there is nothing to
   *     filter
   * @param appId the application here
   */
  public TracingFilter(Tracer tracer, String appId) {
    this.tracer = tracer;
    this.spans = new RequestSpans(tracer, appId);
  }

  @Override
  public void apply(Exchange exchange, FilterChain rest) throws InterruptedException {
    // Probes come every few seconds and would bury the traces. The peer goes by the path, also of
    // what it passes on.
    if (exchange.protocol() == Exchange.Protocol.HTTP && exchange.path().contains("/healthz")) {
      rest.proceed();
      return;
    }
    String baggage = String.join(",", exchange.requestHeaders("baggage"));
    String problem = Baggage.problem(baggage);
    if (problem != null) {
      exchange.fail(
          ApiError.plain(400, Status.Code.INVALID_ARGUMENT, "invalid baggage header: " + problem));
      return;
    }
    String incoming = incoming(exchange);
    String parent = incoming == null ? "" : incoming;
    var trace = new TraceContext(tracer.next(parent), tracestate(exchange, parent), baggage);
    exchange.trace(trace);
    tell(exchange, trace);
    ActiveSpan span = spans.begin(exchange, trace, parent);
    if (span.isRecording()) {
      record(exchange, span, rest);
    } else {
      rest.proceed();
    }
  }

  private void record(Exchange exchange, ActiveSpan span, FilterChain rest)
      throws InterruptedException {
    exchange.span(span);
    int status = Cancelled.status(exchange.protocol());
    try {
      rest.proceed();
      status = exchange.status();
    } finally {
      spans.end(exchange, span, status);
    }
  }

  private static String tracestate(Exchange exchange, String parent) {
    String tracestate = parent.isEmpty() ? null : exchange.requestHeader("tracestate");
    return tracestate == null ? "" : Tracestate.parse(tracestate);
  }

  private static @Nullable String incoming(Exchange exchange) {
    if (exchange instanceof GrpcExchange grpc) {
      byte[] binary = grpc.requestMetadata().get(GrpcTrace.BINARY);
      if (binary != null) {
        return Traceparent.fromBinary(binary);
      }
    }
    String header = exchange.requestHeader("traceparent");
    return header == null ? null : Traceparent.parse(header);
  }

  /** Before the handler runs, so that an application's own answer headers win over these. */
  private static void tell(Exchange exchange, TraceContext trace) {
    if (!trace.baggage().isEmpty()) {
      exchange.responseHeader("baggage", trace.baggage());
    }
    if (exchange instanceof GrpcExchange grpc) {
      if (isAnsweredByUs(exchange)) {
        grpc.responseMetadata().put(GrpcTrace.BINARY, Traceparent.toBinary(trace.traceparent()));
      }
      return;
    }
    exchange.responseHeader("traceparent", trace.traceparent());
    if (!trace.tracestate().isEmpty()) {
      exchange.responseHeader("tracestate", trace.tracestate());
    }
  }

  /** An application that is called by gRPC answers with its own trace. */
  private static boolean isAnsweredByUs(Exchange exchange) {
    return exchange.endpoint().kind() != Endpoint.Kind.PASS_THROUGH
        && !exchange.path().equals(INVOKE_SERVICE);
  }
}

package dev.mecha.kernel.observe;

import dev.mecha.kernel.pipeline.Endpoint;
import dev.mecha.kernel.pipeline.Exchange;
import dev.mecha.kernel.pipeline.Filter;
import dev.mecha.kernel.pipeline.FilterChain;
import io.grpc.Status;
import java.util.function.LongSupplier;

/** Counts and times every request that comes this far, however it ends. */
public final class MetricsFilter implements Filter {

  private final ServerMetrics metrics;
  private final LongSupplier nanoTime;
  private final boolean internal;

  /**
   * @param metrics where to
   * @param nanoTime a clock that only moves forward, such as {@code System::nanoTime}
   * @param internal whether it is other sidecars that ask: what is passed on then is a call of the
   *     application, and not of this sidecar's API
   */
  public MetricsFilter(ServerMetrics metrics, LongSupplier nanoTime, boolean internal) {
    this.metrics = metrics;
    this.nanoTime = nanoTime;
    this.internal = internal;
  }

  @Override
  public void apply(Exchange exchange, FilterChain rest) throws InterruptedException {
    long start = nanoTime.getAsLong();
    int status = Cancelled.status(exchange.protocol());
    try {
      rest.proceed();
      status = exchange.status();
    } finally {
      record(exchange, status, nanoTime.getAsLong() - start);
    }
  }

  private void record(Exchange exchange, int status, long nanos) {
    switch (exchange.protocol()) {
      case HTTP ->
          metrics
              .http()
              .record(
                  exchange.verb(),
                  exchange.path(),
                  status,
                  exchange.requestSize(),
                  exchange.responseSize(),
                  nanos);
      case GRPC -> recordGrpc(exchange, Status.fromCodeValue(status).getCode(), nanos);
    }
    var error = exchange.error();
    var errors = metrics.errors();
    if (error != null && errors != null) {
      errors.record(error);
    }
  }

  private void recordGrpc(Exchange exchange, Status.Code status, long nanos) {
    String method = exchange.path();
    if (exchange.endpoint().kind() != Endpoint.Kind.PASS_THROUGH) {
      metrics.grpc().record(method, status, exchange.requestSize(), exchange.responseSize(), nanos);
    } else if (internal) {
      metrics.passedOn().recordStream(method, status, nanos);
    } else {
      metrics.grpc().recordStream(method, status, nanos);
    }
  }
}

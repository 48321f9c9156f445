package dev.mecha.transport.app;

import com.google.protobuf.Empty;
import dev.mecha.kernel.health.Probe;
import dev.mecha.kernel.health.ProbeResult;
import dev.mecha.kernel.observe.AppHealthMetrics;
import dev.mecha.protocol.runtime.v1.AppCallbackHealthCheckGrpc;
import dev.mecha.protocol.runtime.v1.HealthCheckResponse;
import io.grpc.CallOptions;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.stub.ClientCalls;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Asks {@code AppCallbackHealthCheck.HealthCheck}; any answer but an error is a good one. */
public final class GrpcHealthProbe implements Probe {

  private final GrpcAppConnection connection;
  private final AppHealthMetrics metrics;

  /**
   * @param connection to the application
   * @param metrics counts probes
   */
  public GrpcHealthProbe(GrpcAppConnection connection, AppHealthMetrics metrics) {
    this.connection = connection;
    this.metrics = metrics;
  }

  @Override
  public ProbeResult probe(Duration timeout) throws InterruptedException {
    long begin = System.nanoTime();
    try {
      HealthCheckResponse answer =
          ClientCalls.blockingV2UnaryCall(
              connection.channel(),
              AppCallbackHealthCheckGrpc.getHealthCheckMethod(),
              CallOptions.DEFAULT.withDeadlineAfter(timeout.toNanos(), TimeUnit.NANOSECONDS),
              Empty.getDefaultInstance());
      metrics.recordGrpc(Status.Code.OK, System.nanoTime() - begin);
      return answer.isInitialized() ? ProbeResult.HEALTHY : ProbeResult.unhealthy("no answer");
    } catch (StatusException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      metrics.recordGrpc(e.getStatus().getCode(), System.nanoTime() - begin);
      return ProbeResult.unhealthy("Health check failed: " + e.getMessage());
    }
  }
}

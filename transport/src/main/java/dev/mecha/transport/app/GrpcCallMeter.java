package dev.mecha.transport.app;

import com.google.protobuf.MessageLite;
import dev.mecha.kernel.observe.GrpcClientMetrics;
import dev.mecha.protocol.runtime.v1.AppCallbackHealthCheckGrpc;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;

/**
 * Counts and times what an application is asked by gRPC: calls of one message each way. Probes have
 * metrics of their own, and what is passed on unread is counted where it came in.
 */
final class GrpcCallMeter implements ClientInterceptor {

  private final GrpcClientMetrics metrics;

  /**
   * @param metrics where to
   */
  GrpcCallMeter(GrpcClientMetrics metrics) {
    this.metrics = metrics;
  }

  @Override
  public <Q, R> ClientCall<Q, R> interceptCall(
      MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
    ClientCall<Q, R> call = next.newCall(method, options);
    boolean isProbe = method.equals(AppCallbackHealthCheckGrpc.getHealthCheckMethod());
    return method.getType() == MethodType.UNARY && !isProbe
        ? new Measured<>(call, "/" + method.getFullMethodName())
        : call;
  }

  private static long size(Object message) {
    return message instanceof MessageLite known ? known.getSerializedSize() : 0;
  }

  private final class Measured<Q, R> extends SimpleForwardingClientCall<Q, R> {

    private final String method;
    private long start;
    private long sent;
    private long received;

    Measured(ClientCall<Q, R> call, String method) {
      super(call);
      this.method = method;
    }

    @Override
    public void start(Listener<R> listener, Metadata headers) {
      start = System.nanoTime();
      super.start(
          new SimpleForwardingClientCallListener<R>(listener) {
            @Override
            public void onMessage(R message) {
              received += size(message);
              super.onMessage(message);
            }

            @Override
            public void onClose(Status status, Metadata trailers) {
              metrics.record(method, status.getCode(), sent, received, System.nanoTime() - start);
              super.onClose(status, trailers);
            }
          },
          headers);
    }

    @Override
    public void sendMessage(Q message) {
      sent += size(message);
      super.sendMessage(message);
    }
  }
}

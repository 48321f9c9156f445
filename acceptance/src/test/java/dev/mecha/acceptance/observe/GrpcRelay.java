package dev.mecha.acceptance.observe;

import com.google.protobuf.Empty;
import io.dapr.v1.AppCallbackGrpc;
import io.dapr.v1.CommonProtos.InvokeRequest;
import io.dapr.v1.CommonProtos.InvokeResponse;
import io.dapr.v1.DaprGrpc;
import io.dapr.v1.DaprInvokeProtos.InvokeServiceRequest;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.InsecureServerCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** A {@link Relay} over gRPC. */
final class GrpcRelay extends AppCallbackGrpc.AppCallbackImplBase implements Relay {

  static final Metadata.Key<byte[]> TRACE =
      Metadata.Key.of("grpc-trace-bin", Metadata.BINARY_BYTE_MARSHALLER);

  /** A service of the application's own, which sidecars pass on unread. */
  static final MethodDescriptor<Empty, Empty> PLACE =
      MethodDescriptor.<Empty, Empty>newBuilder()
          .setFullMethodName("shop.Orders/Place")
          .setType(MethodDescriptor.MethodType.UNARY)
          .setRequestMarshaller(ProtoUtils.marshaller(Empty.getDefaultInstance()))
          .setResponseMarshaller(ProtoUtils.marshaller(Empty.getDefaultInstance()))
          .build();

  private static final Context.Key<byte[]> INCOMING = Context.key("trace");

  private final Server server;
  private volatile @Nullable ManagedChannel sidecar;
  private volatile String next = "";
  private volatile String lastParent = "";

  GrpcRelay() {
    try {
      server =
          Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
              .addService(this)
              .addService(
                  ServerServiceDefinition.builder("shop.Orders")
                      .addMethod(PLACE, ServerCalls.asyncUnaryCall(this::place))
                      .build())
              .intercept(new TraceKeeper())
              .build()
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void place(Empty request, StreamObserver<Empty> response) {
    note();
    response.onNext(request);
    response.onCompleted();
  }

  private void note() {
    byte[] trace = INCOMING.get();
    lastParent = trace == null ? "" : text(trace);
  }

  @Override
  public void onInvoke(InvokeRequest request, StreamObserver<InvokeResponse> response) {
    byte[] trace = INCOMING.get();
    ManagedChannel sidecar = this.sidecar;
    if (request.getMethod().equals("first") && sidecar != null && trace != null) {
      invoke(sidecar, next, "second", trace);
    } else {
      note();
    }
    response.onNext(InvokeResponse.getDefaultInstance());
    response.onCompleted();
  }

  /**
   * Calls an application through a sidecar.
   *
   * @param sidecar the way to it
   * @param app the application
   * @param method what is called
   * @param trace the binary trace header; null for none
   */
  static void invoke(ManagedChannel sidecar, String app, String method, byte @Nullable [] trace) {
    var metadata = new Metadata();
    if (trace != null) {
      metadata.put(TRACE, trace);
    }
    var request =
        InvokeServiceRequest.newBuilder()
            .setId(app)
            .setMessage(InvokeRequest.newBuilder().setMethod(method))
            .build();
    var answer =
        DaprGrpc.newBlockingStub(sidecar)
            .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(metadata))
            .invokeService(request);
    if (!answer.getData().getValue().isEmpty()) {
      throw new IllegalStateException("an answer with data: " + answer);
    }
  }

  /** The form of {@code traceparent}: version, trace, parent and flags in fields of their own. */
  private static String text(byte[] binary) {
    var hex = HexFormat.of();
    return "00-"
        + hex.formatHex(binary, 2, 18)
        + "-"
        + hex.formatHex(binary, 19, 27)
        + "-"
        + hex.formatHex(binary, 28, 29);
  }

  @Override
  public String protocol() {
    return "grpc";
  }

  @Override
  public int port() {
    return server.getPort();
  }

  @Override
  public void handOn(int sidecarPort, String next) {
    this.next = next;
    this.sidecar =
        Grpc.newChannelBuilder("127.0.0.1:" + sidecarPort, InsecureChannelCredentials.create())
            .build();
  }

  @Override
  public String lastParent() {
    return lastParent;
  }

  @Override
  public void close() {
    server.shutdownNow();
    ManagedChannel sidecar = this.sidecar;
    if (sidecar != null) {
      sidecar.shutdownNow();
    }
  }

  private static final class TraceKeeper implements ServerInterceptor {
    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
      var context = Context.current().withValue(INCOMING, headers.get(TRACE));
      return Contexts.interceptCall(context, call, headers, next);
    }
  }
}

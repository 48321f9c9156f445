package dev.mecha.acceptance.process;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.Empty;
import com.google.rpc.ErrorInfo;
import io.dapr.v1.AppCallbackGrpc;
import io.dapr.v1.AppCallbackHealthCheckGrpc;
import io.dapr.v1.CommonProtos.InvokeRequest;
import io.dapr.v1.CommonProtos.InvokeResponse;
import io.dapr.v1.DaprAppCallbackProtos.HealthCheckResponse;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.ForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * A gRPC application: the callbacks that sidecars call, and a service of its own, {@link
 * EchoCalls}. Every answer tells in its header metadata what came as {@code x-sent}, {@code
 * x-bytes-bin} and {@code dapr-api-token}, and ends with a trailer. The method {@code fail} fails,
 * with details.
 */
public final class GrpcApp implements AutoCloseable {

  private static final Context.Key<Metadata> SEEN = Context.key("seen");

  private final Server server;
  private final AtomicInteger cancelled = new AtomicInteger();
  private volatile boolean healthy = true;

  private GrpcApp(int port, @Nullable KeyManagerFactory keys) {
    var builder =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .maxInboundMessageSize(64 << 20)
            .addService(new Callbacks())
            .addService(new Health())
            .addService(echo())
            .intercept(new Tells());
    try {
      if (keys != null) {
        builder.sslContext(GrpcSslContexts.configure(SslContextBuilder.forServer(keys)).build());
      }
      server = builder.build().start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * @return an application that listens on a free port of the loopback interface
   */
  public static GrpcApp start() {
    return new GrpcApp(0, null);
  }

  /**
   * @param port where it listens
   * @return the application
   */
  public static GrpcApp start(int port) {
    return new GrpcApp(port, null);
  }

  /**
   * @param keys what it shows
   * @return an application that speaks TLS
   */
  public static GrpcApp secured(KeyManagerFactory keys) {
    return new GrpcApp(0, keys);
  }

  /**
   * @return where it listens
   */
  public int port() {
    return server.getPort();
  }

  /**
   * @return how many calls their callers have given up
   */
  public int cancelled() {
    return cancelled.get();
  }

  /**
   * @param well what it says to whoever asks for its health
   */
  public void healthy(boolean well) {
    healthy = well;
  }

  private ServerServiceDefinition echo() {
    return ServerServiceDefinition.builder(EchoCalls.SERVICE)
        .addMethod(EchoCalls.UNARY, ServerCalls.asyncUnaryCall(GrpcApp::answer))
        .addMethod(EchoCalls.DOWN, ServerCalls.asyncServerStreamingCall(GrpcApp::count))
        .addMethod(EchoCalls.UP, ServerCalls.asyncClientStreamingCall(GrpcApp::sum))
        .addMethod(EchoCalls.BOTH, ServerCalls.asyncBidiStreamingCall(this::each))
        .build();
  }

  private static void answer(byte[] message, StreamObserver<byte[]> caller) {
    String text = new String(message, StandardCharsets.UTF_8);
    if (text.startsWith("fail")) {
      caller.onError(failure(text));
      return;
    }
    caller.onNext(message);
    caller.onCompleted();
  }

  private static StatusRuntimeException failure(String text) {
    return StatusProto.toStatusRuntimeException(
        com.google.rpc.Status.newBuilder()
            .setCode(Status.Code.ALREADY_EXISTS.value())
            .setMessage("no: " + text)
            .addDetails(Any.pack(ErrorInfo.newBuilder().setReason("TAKEN").build()))
            .build());
  }

  private static void count(byte[] message, StreamObserver<byte[]> caller) {
    String text = new String(message, StandardCharsets.UTF_8);
    int count = Integer.parseInt(text.replace("fail", ""));
    for (int i = 0; i < count; i++) {
      caller.onNext(Integer.toString(i).getBytes(StandardCharsets.UTF_8));
    }
    if (text.startsWith("fail")) {
      caller.onError(failure(text));
    } else {
      caller.onCompleted();
    }
  }

  private static StreamObserver<byte[]> sum(StreamObserver<byte[]> caller) {
    return new StreamObserver<>() {
      private long bytes;

      @Override
      public void onNext(byte[] message) {
        bytes += message.length;
      }

      @Override
      public void onError(Throwable cause) {
        // The caller has gone.
      }

      @Override
      public void onCompleted() {
        caller.onNext(Long.toString(bytes).getBytes(StandardCharsets.UTF_8));
        caller.onCompleted();
      }
    };
  }

  private StreamObserver<byte[]> each(StreamObserver<byte[]> caller) {
    ((ServerCallStreamObserver<byte[]>) caller).setOnCancelHandler(cancelled::incrementAndGet);
    return new StreamObserver<>() {
      @Override
      public void onNext(byte[] message) {
        caller.onNext(message);
      }

      @Override
      public void onError(Throwable cause) {
        // The caller has gone.
      }

      @Override
      public void onCompleted() {
        caller.onCompleted();
      }
    };
  }

  @Override
  public void close() {
    server.shutdownNow();
  }

  /** Tells what it was asked, in the answer's data. */
  private static final class Callbacks extends AppCallbackGrpc.AppCallbackImplBase {

    @Override
    public void onInvoke(InvokeRequest request, StreamObserver<InvokeResponse> caller) {
      if (request.getMethod().equals("fail")) {
        caller.onError(failure("fail"));
        return;
      }
      String said =
          String.join(
              "|",
              request.getMethod(),
              request.getHttpExtension().getVerb().name(),
              request.getHttpExtension().getQuerystring(),
              request.getContentType(),
              request.getData().getValue().toStringUtf8(),
              names(SEEN.get()));
      caller.onNext(
          InvokeResponse.newBuilder()
              .setContentType("text/x-said")
              .setData(Any.newBuilder().setValue(ByteString.copyFromUtf8(said)))
              .build());
      caller.onCompleted();
    }

    private static String names(Metadata metadata) {
      return String.join(",", metadata.keys().stream().sorted().toList());
    }
  }

  private final class Health extends AppCallbackHealthCheckGrpc.AppCallbackHealthCheckImplBase {

    @Override
    public void healthCheck(Empty request, StreamObserver<HealthCheckResponse> caller) {
      if (healthy) {
        caller.onNext(HealthCheckResponse.getDefaultInstance());
        caller.onCompleted();
      } else {
        caller.onError(Status.UNAVAILABLE.asRuntimeException());
      }
    }
  }

  private static final class Tells implements ServerInterceptor {

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
      var telling =
          new ForwardingServerCall.SimpleForwardingServerCall<Q, R>(call) {
            @Override
            public void sendHeaders(Metadata answer) {
              EchoCalls.copy(headers, answer);
              super.sendHeaders(answer);
            }

            @Override
            public void close(Status status, Metadata trailers) {
              trailers.put(EchoCalls.TRAILER, "the end");
              super.close(status, trailers);
            }
          };
      return Contexts.interceptCall(
          Context.current().withValue(SEEN, headers), telling, headers, next);
    }
  }
}

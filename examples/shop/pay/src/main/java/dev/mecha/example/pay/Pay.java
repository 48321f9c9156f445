package dev.mecha.example.pay;

import com.google.protobuf.Any;
import io.dapr.v1.AppCallbackGrpc;
import io.dapr.v1.CommonProtos.HTTPExtension;
import io.dapr.v1.CommonProtos.InvokeRequest;
import io.dapr.v1.CommonProtos.InvokeResponse;
import io.dapr.v1.DaprGrpc;
import io.dapr.v1.DaprInvokeProtos.InvokeServiceRequest;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetSocketAddress;

/** Pays for orders: is called over gRPC, and calls the bank over gRPC, which speaks HTTP. */
public final class Pay extends AppCallbackGrpc.AppCallbackImplBase {

  private final DaprGrpc.DaprBlockingStub sidecar;

  private Pay(ManagedChannel channel) {
    this.sidecar = DaprGrpc.newBlockingStub(channel);
  }

  /**
   * Serves until it is ended.
   *
   * @param arguments none
   * @throws IOException if the port is taken
   * @throws InterruptedException if it is interrupted
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    var channel =
        NettyChannelBuilder.forAddress("localhost", port("DAPR_GRPC_PORT")).usePlaintext().build();
    NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", port("APP_PORT")))
        .addService(new Pay(channel))
        .build()
        .start()
        .awaitTermination();
  }

  private static int port(String variable) {
    return Integer.parseInt(System.getenv(variable));
  }

  @Override
  public void onInvoke(InvokeRequest request, StreamObserver<InvokeResponse> answer) {
    if (!request.getMethod().equals("pay")) {
      answer.onError(Status.UNIMPLEMENTED.withDescription(request.getMethod()).asException());
      return;
    }
    try {
      answer.onNext(charge(request.getData()));
      answer.onCompleted();
    } catch (StatusRuntimeException e) {
      answer.onError(e);
    }
  }

  private InvokeResponse charge(Any amount) {
    return sidecar.invokeService(
        InvokeServiceRequest.newBuilder()
            .setId("bank")
            .setMessage(
                InvokeRequest.newBuilder()
                    .setMethod("charge")
                    .setData(amount)
                    .setContentType("application/json")
                    .setHttpExtension(HTTPExtension.newBuilder().setVerb(HTTPExtension.Verb.POST)))
            .build());
  }
}

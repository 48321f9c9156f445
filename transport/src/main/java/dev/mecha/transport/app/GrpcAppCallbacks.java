package dev.mecha.transport.app;

import dev.mecha.kernel.channel.AppCallbacks;
import dev.mecha.kernel.channel.Headers;
import dev.mecha.transport.peer.Replies;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusException;

/** Calls the callbacks of an application that speaks gRPC. */
public final class GrpcAppCallbacks implements AppCallbacks {

  private final GrpcAppConnection connection;

  /**
   * @param connection to the application
   */
  public GrpcAppCallbacks(GrpcAppConnection connection) {
    this.connection = connection;
  }

  @Override
  public <Q, R> R call(MethodDescriptor<Q, R> method, Q request, Headers headers)
      throws StatusException, InterruptedException {
    Metadata metadata = GrpcAppMetadata.of(headers, connection.token());
    ClientCall<Q, R> call = connection.channel().newCall(method, CallOptions.DEFAULT);
    var replies = new Replies<R>(call);
    call.start(replies, metadata);
    replies.ask();
    call.sendMessage(request);
    call.halfClose();
    try {
      R reply = replies.await();
      R surplus = reply == null ? null : replies.await();
      Status status = replies.status();
      if (!status.isOk()) {
        throw status.asException(replies.trailers());
      }
      if (reply == null || surplus != null) {
        throw Status.INTERNAL
            .withDescription(method.getFullMethodName() + " was not answered once")
            .asException();
      }
      return reply;
    } catch (InterruptedException e) {
      call.cancel("the call was given up", e);
      throw e;
    }
  }
}

package dev.mecha.acceptance.process;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** gRPC calls to one port of this machine, with whatever bytes for a message. */
public final class Grpc implements AutoCloseable {

  private static final int PATIENCE_SECONDS = 30;

  private final ManagedChannel channel;

  /**
   * @param port on the loopback interface
   */
  public Grpc(int port) {
    channel =
        NettyChannelBuilder.forAddress("127.0.0.1", port)
            .usePlaintext()
            .maxInboundMessageSize(Integer.MAX_VALUE)
            .build();
  }

  /**
   * Calls a unary method of the API.
   *
   * @param method such as {@code GetState}
   * @param message of the request, well-formed or not
   * @param metadata names and values in turn
   * @return how it ended
   */
  public Status call(String method, byte[] message, String... metadata) {
    var descriptor = descriptor(method, MethodType.UNARY);
    var headers = new Metadata();
    for (int i = 0; i < metadata.length; i += 2) {
      headers.put(Metadata.Key.of(metadata[i], Metadata.ASCII_STRING_MARSHALLER), metadata[i + 1]);
    }
    var options = CallOptions.DEFAULT.withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS);
    try {
      ClientCalls.blockingUnaryCall(
          ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers)),
          descriptor,
          options,
          message);
      return Status.OK;
    } catch (StatusRuntimeException e) {
      return e.getStatus();
    }
  }

  /**
   * Opens a stream and says nothing on it.
   *
   * @param method such as {@code SubscribeTopicEventsAlpha1}
   * @return how it ends
   */
  public CompletableFuture<Status> silentStream(String method) {
    var ended = new CompletableFuture<Status>();
    var call = channel.newCall(descriptor(method, MethodType.BIDI_STREAMING), CallOptions.DEFAULT);
    call.start(
        new ClientCall.Listener<>() {
          @Override
          public void onClose(Status status, Metadata trailers) {
            ended.complete(status);
          }
        },
        new Metadata());
    call.request(1);
    return ended;
  }

  private static MethodDescriptor<byte[], byte[]> descriptor(String method, MethodType type) {
    return MethodDescriptor.newBuilder(Bytes.AS_THEY_ARE, Bytes.AS_THEY_ARE)
        .setFullMethodName("dapr.proto.runtime.v1.Dapr/" + method)
        .setType(type)
        .build();
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }

  private enum Bytes implements MethodDescriptor.Marshaller<byte[]> {
    AS_THEY_ARE;

    @Override
    public InputStream stream(byte[] message) {
      return new ByteArrayInputStream(message);
    }

    @Override
    public byte[] parse(InputStream message) {
      try {
        return message.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}

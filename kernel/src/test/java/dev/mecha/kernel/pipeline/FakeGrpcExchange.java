package dev.mecha.kernel.pipeline;

import dev.mecha.kernel.error.ApiError;
import io.grpc.Metadata;
import io.grpc.Status;

/** A gRPC call in memory and the status that it got; {@code OK} unless it failed. */
public final class FakeGrpcExchange extends FakeExchange implements GrpcExchange {

  private final Metadata request = new Metadata();
  private final Metadata response = new Metadata();
  private Status.Code status = Status.Code.OK;
  private boolean failed;

  /** A call. */
  public FakeGrpcExchange(String method, Endpoint endpoint) {
    super(endpoint, method);
  }

  /** A call of the API. */
  public static FakeGrpcExchange of(String method) {
    return new FakeGrpcExchange(
        "/dapr.proto.runtime.v1.Dapr/" + method, Endpoint.of(method, new ApiGroup("state", "v1")));
  }

  /** Adds a metadata value to the request. */
  public FakeGrpcExchange header(String name, String value) {
    addHeader(name, value);
    return this;
  }

  /** Adds a binary metadata value to the request. */
  public FakeGrpcExchange header(Metadata.Key<byte[]> name, byte[] value) {
    request.put(name, value);
    return this;
  }

  /** Says how large the messages are. */
  public FakeGrpcExchange withSizes(long requestSize, long responseSize) {
    sizes(requestSize, responseSize);
    return this;
  }

  @Override
  boolean answered() {
    return failed;
  }

  @Override
  void answerError(ApiError error) {
    failed = true;
    status = error.grpcCode();
  }

  @Override
  public Protocol protocol() {
    return Protocol.GRPC;
  }

  @Override
  public String verb() {
    return "POST";
  }

  @Override
  public int status() {
    return status.value();
  }

  @Override
  public Metadata requestMetadata() {
    return request;
  }

  @Override
  public Metadata responseMetadata() {
    return response;
  }
}

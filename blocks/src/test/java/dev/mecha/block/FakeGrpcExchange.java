package dev.mecha.block;

import dev.mecha.kernel.error.ApiError;
import dev.mecha.kernel.pipeline.Endpoint;
import dev.mecha.kernel.pipeline.GrpcExchange;
import dev.mecha.kernel.pipeline.GrpcMethod;
import dev.mecha.kernel.trace.TraceContext;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A gRPC call of which nobody looks at anything but the message. */
public class FakeGrpcExchange implements GrpcExchange {

  private final Endpoint endpoint;
  private final Metadata requestMetadata = new Metadata();
  private final Metadata responseMetadata = new Metadata();

  /**
   * @param endpoint what was called
   */
  public FakeGrpcExchange(Endpoint endpoint) {
    this.endpoint = endpoint;
  }

  /**
   * Calls a method.
   *
   * @param methods it is among them
   * @param descriptor the generated description of the method
   * @param request the message
   * @param <Q> the request message
   * @param <R> the response message
   * @return the answer
   * @throws Exception what the method throws
   */
  @SuppressWarnings("unchecked") // the descriptor is the same one, types included
  public static <Q, R> R call(
      List<GrpcMethod<?, ?>> methods, MethodDescriptor<Q, R> descriptor, Q request)
      throws Exception {
    GrpcMethod<?, ?> method =
        methods.stream().filter(m -> m.descriptor().equals(descriptor)).findFirst().orElseThrow();
    return ((GrpcMethod<Q, R>) method)
        .handler()
        .handle(request, new FakeGrpcExchange(method.endpoint()));
  }

  @Override
  public Protocol protocol() {
    return Protocol.GRPC;
  }

  @Override
  public Endpoint endpoint() {
    return endpoint;
  }

  @Override
  public String verb() {
    return "POST";
  }

  @Override
  public String path() {
    return endpoint.name();
  }

  @Override
  public @Nullable String requestHeader(String name) {
    return null;
  }

  @Override
  public void removeRequestHeader(String name) {}

  @Override
  public void responseHeader(String name, String value) {}

  @Override
  public void fail(ApiError error) {
    throw new AssertionError(error);
  }

  @Override
  public int status() {
    return 0;
  }

  @Override
  public @Nullable ApiError error() {
    return null;
  }

  @Override
  public long requestSize() {
    return 0;
  }

  @Override
  public long responseSize() {
    return 0;
  }

  @Override
  public TraceContext trace() {
    return TraceContext.NONE;
  }

  @Override
  public void trace(TraceContext trace) {}

  @Override
  public Metadata requestMetadata() {
    return requestMetadata;
  }

  @Override
  public Metadata responseMetadata() {
    return responseMetadata;
  }
}

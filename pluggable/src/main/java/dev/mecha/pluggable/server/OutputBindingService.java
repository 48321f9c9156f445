package dev.mecha.pluggable.server;

import com.google.protobuf.UnsafeByteOperations;
import dev.mecha.protocol.components.v1.InvokeRequest;
import dev.mecha.protocol.components.v1.InvokeResponse;
import dev.mecha.protocol.components.v1.ListOperationsRequest;
import dev.mecha.protocol.components.v1.ListOperationsResponse;
import dev.mecha.protocol.components.v1.OutputBindingGrpc;
import dev.mecha.protocol.components.v1.OutputBindingInitRequest;
import dev.mecha.protocol.components.v1.OutputBindingInitResponse;
import dev.mecha.protocol.components.v1.PingRequest;
import dev.mecha.protocol.components.v1.PingResponse;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.binding.Binding;
import dev.mecha.spi.binding.BindingRequest;
import dev.mecha.spi.binding.BindingResponse;
import dev.mecha.spi.binding.OutputBinding;
import io.grpc.stub.StreamObserver;

/** Serves bindings that can be asked. */
final class OutputBindingService extends OutputBindingGrpc.OutputBindingImplBase {

  private final Instances<Binding> bindings;

  OutputBindingService(Instances<Binding> bindings) {
    this.bindings = bindings;
  }

  private OutputBinding output(String name) {
    OutputBinding output = bindings.get(name).output();
    if (output == null) {
      throw new ComponentException("component '" + name + "' is no output binding");
    }
    return output;
  }

  @Override
  public void init(
      OutputBindingInitRequest request, StreamObserver<OutputBindingInitResponse> caller) {
    String name = Instances.called();
    Answers.give(
        caller,
        () -> {
          bindings.init(name, request.getMetadata().getPropertiesMap());
          return OutputBindingInitResponse.getDefaultInstance();
        });
  }

  @Override
  public void listOperations(
      ListOperationsRequest request, StreamObserver<ListOperationsResponse> caller) {
    String name = Instances.called();
    Answers.give(
        caller,
        () -> {
          OutputBinding output = bindings.get(name).output();
          return output == null
              ? ListOperationsResponse.getDefaultInstance()
              : ListOperationsResponse.newBuilder().addAllOperations(output.operations()).build();
        });
  }

  @Override
  public void invoke(InvokeRequest request, StreamObserver<InvokeResponse> caller) {
    String name = Instances.called();
    Answers.give(
        caller,
        () -> {
          BindingResponse answer =
              output(name)
                  .invoke(
                      new BindingRequest(
                          request.getOperation(),
                          request.getData().toByteArray(),
                          request.getMetadataMap()));
          return answer == null
              ? InvokeResponse.getDefaultInstance()
              : InvokeResponse.newBuilder()
                  .setData(UnsafeByteOperations.unsafeWrap(answer.data()))
                  .putAllMetadata(answer.metadata())
                  .build();
        });
  }

  @Override
  public void ping(PingRequest request, StreamObserver<PingResponse> caller) {
    String name = Instances.called();
    Answers.give(
        caller,
        () -> {
          bindings.get(name).ping();
          return PingResponse.getDefaultInstance();
        });
  }
}

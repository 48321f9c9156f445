package dev.mecha.pluggable.server;

import dev.mecha.protocol.components.v1.InputBindingGrpc;
import dev.mecha.protocol.components.v1.InputBindingInitRequest;
import dev.mecha.protocol.components.v1.InputBindingInitResponse;
import dev.mecha.protocol.components.v1.PingRequest;
import dev.mecha.protocol.components.v1.PingResponse;
import dev.mecha.protocol.components.v1.ReadRequest;
import dev.mecha.protocol.components.v1.ReadResponse;
import dev.mecha.spi.binding.Binding;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Serves bindings that bring events. */
final class InputBindingService extends InputBindingGrpc.InputBindingImplBase {

  private final Instances<Binding> bindings;
  private final Beginnings beginnings = new Beginnings();

  InputBindingService(Instances<Binding> bindings) {
    this.bindings = bindings;
  }

  @Override
  public void init(
      InputBindingInitRequest request, StreamObserver<InputBindingInitResponse> caller) {
    String name = Instances.called();
    Answers.give(
        caller,
        () -> {
          bindings.init(name, request.getMetadata().getPropertiesMap());
          return InputBindingInitResponse.getDefaultInstance();
        });
  }

  @Override
  public StreamObserver<ReadRequest> read(StreamObserver<ReadResponse> caller) {
    String name = Instances.called();
    return new ReadStream(() -> bindings.get(name), caller, beginnings);
  }

  @Override
  public void ping(PingRequest request, StreamObserver<PingResponse> caller) {
    String name = Instances.called();
    List<CompletableFuture<?>> begun = beginnings.now();
    Answers.give(
        caller,
        () -> {
          Beginnings.await(begun);
          bindings.get(name).ping();
          return PingResponse.getDefaultInstance();
        });
  }
}

package dev.mecha.pluggable.server;

import com.google.protobuf.UnsafeByteOperations;
import dev.mecha.protocol.components.v1.ReadRequest;
import dev.mecha.protocol.components.v1.ReadResponse;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.binding.Binding;
import dev.mecha.spi.binding.DeliveryException;
import dev.mecha.spi.binding.InputBinding;
import dev.mecha.spi.binding.InputEvent;
import dev.mecha.spi.binding.Reading;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;

/** One stream of events, each of which the other side answers. */
final class ReadStream implements StreamObserver<ReadRequest> {

  private final Supplier<Binding> binding;
  private final Deliveries<ReadRequest, ReadResponse> deliveries;
  private final CompletableFuture<Reading> reading = new CompletableFuture<>();

  ReadStream(
      Supplier<Binding> binding, StreamObserver<ReadResponse> stream, Beginnings beginnings) {
    this.binding = binding;
    this.deliveries = new Deliveries<>(stream);
    if (stream instanceof ServerCallStreamObserver<ReadResponse> call) {
      call.setOnCancelHandler(() -> end(false));
    }
    beginnings.add(reading);
    Thread.ofVirtual().name("read").start(this::read);
  }

  private void read() {
    try {
      InputBinding input = binding.get().input();
      if (input == null) {
        throw new ComponentException("the component is no input binding");
      }
      reading.complete(input.read(this::deliver));
    } catch (InterruptedException | RuntimeException e) {
      reading.completeExceptionally(e);
      deliveries.fail(e);
    }
  }

  private byte[] deliver(InputEvent event) throws DeliveryException, InterruptedException {
    ReadRequest answer;
    try {
      answer =
          deliveries.deliver(
              id ->
                  ReadResponse.newBuilder()
                      .setMessageId(id)
                      .setData(UnsafeByteOperations.unsafeWrap(event.data()))
                      .putAllMetadata(event.metadata())
                      .build());
    } catch (ComponentException ended) {
      throw new DeliveryException("nobody reads any more", ended);
    }
    if (answer.hasResponseError()) {
      throw new DeliveryException(answer.getResponseError().getMessage(), null);
    }
    return answer.getResponseData().toByteArray();
  }

  @Override
  public void onNext(ReadRequest answer) {
    deliveries.settle(answer.getMessageId(), answer);
  }

  @Override
  public void onError(Throwable broken) {
    end(false);
  }

  @Override
  public void onCompleted() {
    end(true);
  }

  /** Gives back what is not settled, then says so if anybody listens. */
  private void end(boolean answer) {
    deliveries.end();
    Thread.ofVirtual()
        .name("read-end")
        .start(
            () -> {
              close();
              if (answer) {
                deliveries.complete();
              }
            });
  }

  private void close() {
    try {
      reading.get().close();
    } catch (ExecutionException never) {
      return; // nothing is read: the other side was told
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

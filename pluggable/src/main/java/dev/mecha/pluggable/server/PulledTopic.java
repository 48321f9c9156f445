package dev.mecha.pluggable.server;

import com.google.protobuf.UnsafeByteOperations;
import dev.mecha.protocol.components.v1.AckMessageError;
import dev.mecha.protocol.components.v1.PullMessagesRequest;
import dev.mecha.protocol.components.v1.PullMessagesResponse;
import dev.mecha.protocol.components.v1.Topic;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.pubsub.Message;
import dev.mecha.spi.pubsub.PubSub;
import dev.mecha.spi.pubsub.SubscribeRequest;
import dev.mecha.spi.pubsub.Subscription;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One stream of messages: a topic is named first, then each message is acknowledged. */
final class PulledTopic implements StreamObserver<PullMessagesRequest> {

  private final Supplier<PubSub> broker;
  private final Deliveries<PullMessagesRequest, PullMessagesResponse> deliveries;
  private final Beginnings beginnings;
  private @Nullable CompletableFuture<Subscription> subscription;

  PulledTopic(
      Supplier<PubSub> broker, StreamObserver<PullMessagesResponse> stream, Beginnings beginnings) {
    this.broker = broker;
    this.beginnings = beginnings;
    this.deliveries = new Deliveries<>(stream);
    if (stream instanceof ServerCallStreamObserver<PullMessagesResponse> call) {
      call.setOnCancelHandler(() -> end(false));
    }
  }

  @Override
  public void onNext(PullMessagesRequest request) {
    if (subscription == null) {
      var begun = new CompletableFuture<Subscription>();
      subscription = begun;
      beginnings.add(begun);
      Thread.ofVirtual().name("pull").start(() -> subscribe(request.getTopic(), begun));
    } else {
      deliveries.settle(request.getAckMessageId(), request);
    }
  }

  private void subscribe(Topic topic, CompletableFuture<Subscription> begun) {
    try {
      begun.complete(
          broker
              .get()
              .subscribe(
                  new SubscribeRequest(topic.getName(), topic.getMetadataMap()), this::deliver));
    } catch (InterruptedException | RuntimeException e) {
      begun.completeExceptionally(e);
      deliveries.fail(e);
    }
  }

  private void deliver(Message message) throws InterruptedException {
    PullMessagesRequest answer = deliveries.deliver(id -> response(message, id));
    if (answer.hasAckError()) {
      AckMessageError refusal = answer.getAckError();
      throw new ComponentException(refusal.getMessage());
    }
  }

  private static PullMessagesResponse response(Message message, String id) {
    var response =
        PullMessagesResponse.newBuilder()
            .setId(id)
            .setTopicName(message.topic())
            .setData(UnsafeByteOperations.unsafeWrap(message.data()))
            .putAllMetadata(message.metadata());
    if (message.contentType() != null) {
      response.setContentType(message.contentType());
    }
    return response.build();
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
    CompletableFuture<Subscription> begun = subscription;
    Thread.ofVirtual()
        .name("pull-end")
        .start(
            () -> {
              close(begun);
              if (answer) {
                deliveries.complete();
              }
            });
  }

  private static void close(@Nullable CompletableFuture<Subscription> begun) {
    try {
      if (begun != null) {
        begun.get().close();
      }
    } catch (ExecutionException never) {
      return; // there is no subscription: the other side was told
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

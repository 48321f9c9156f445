package dev.mecha.pluggable.server;

import dev.mecha.protocol.components.v1.BulkMessageEntry;
import dev.mecha.protocol.components.v1.BulkPublishRequest;
import dev.mecha.protocol.components.v1.BulkPublishResponse;
import dev.mecha.protocol.components.v1.BulkPublishResponseFailedEntry;
import dev.mecha.protocol.components.v1.FeaturesRequest;
import dev.mecha.protocol.components.v1.FeaturesResponse;
import dev.mecha.protocol.components.v1.PingRequest;
import dev.mecha.protocol.components.v1.PingResponse;
import dev.mecha.protocol.components.v1.PubSubGrpc;
import dev.mecha.protocol.components.v1.PubSubInitRequest;
import dev.mecha.protocol.components.v1.PubSubInitResponse;
import dev.mecha.protocol.components.v1.PublishRequest;
import dev.mecha.protocol.components.v1.PublishResponse;
import dev.mecha.protocol.components.v1.PullMessagesRequest;
import dev.mecha.protocol.components.v1.PullMessagesResponse;
import dev.mecha.spi.pubsub.BulkEntry;
import dev.mecha.spi.pubsub.FailedEntry;
import dev.mecha.spi.pubsub.PubSub;
import dev.mecha.spi.pubsub.PubSubFeature;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Serves message brokers. */
final class PubSubService extends PubSubGrpc.PubSubImplBase {

  private final Instances<PubSub> brokers;
  private final Beginnings beginnings = new Beginnings();

  PubSubService(Instances<PubSub> brokers) {
    this.brokers = brokers;
  }

  @Override
  public void init(PubSubInitRequest request, StreamObserver<PubSubInitResponse> caller) {
    String name = Instances.called();
    Answers.give(
        caller,
        () -> {
          brokers.init(name, request.getMetadata().getPropertiesMap());
          return PubSubInitResponse.getDefaultInstance();
        });
  }

  @Override
  public void features(FeaturesRequest request, StreamObserver<FeaturesResponse> caller) {
    String name = Instances.called();
    Answers.give(
        caller,
        () ->
            FeaturesResponse.newBuilder()
                .addAllFeatures(
                    brokers.get(name).features().stream()
                        .map(PubSubFeature::label)
                        .filter(label -> !label.isEmpty())
                        .sorted()
                        .toList())
                .build());
  }

  @Override
  public void publish(PublishRequest request, StreamObserver<PublishResponse> caller) {
    String name = Instances.called();
    Answers.give(
        caller,
        () -> {
          brokers
              .get(name)
              .publish(
                  new dev.mecha.spi.pubsub.PublishRequest(
                      request.getTopic(),
                      request.getData().toByteArray(),
                      request.getMetadataMap(),
                      Texts.orNull(request.getContentType())));
          return PublishResponse.getDefaultInstance();
        });
  }

  @Override
  public void bulkPublish(BulkPublishRequest request, StreamObserver<BulkPublishResponse> caller) {
    String name = Instances.called();
    Answers.give(
        caller,
        () -> {
          List<BulkEntry> entries =
              request.getEntriesList().stream().map(PubSubService::entry).toList();
          List<FailedEntry> failed =
              brokers
                  .get(name)
                  .bulkPublish(
                      new dev.mecha.spi.pubsub.BulkPublishRequest(
                          request.getTopic(), entries, request.getMetadataMap()));
          return BulkPublishResponse.newBuilder()
              .addAllFailedEntries(failed.stream().map(PubSubService::failed).toList())
              .build();
        });
  }

  private static BulkEntry entry(BulkMessageEntry entry) {
    return new BulkEntry(
        entry.getEntryId(),
        entry.getEvent().toByteArray(),
        entry.getMetadataMap(),
        Texts.orNull(entry.getContentType()));
  }

  private static BulkPublishResponseFailedEntry failed(FailedEntry entry) {
    return BulkPublishResponseFailedEntry.newBuilder()
        .setEntryId(entry.entryId())
        .setError(entry.error())
        .build();
  }

  @Override
  public StreamObserver<PullMessagesRequest> pullMessages(
      StreamObserver<PullMessagesResponse> caller) {
    String name = Instances.called();
    return new PulledTopic(() -> brokers.get(name), caller, beginnings);
  }

  @Override
  public void ping(PingRequest request, StreamObserver<PingResponse> caller) {
    String name = Instances.called();
    List<CompletableFuture<?>> begun = beginnings.now();
    Answers.give(
        caller,
        () -> {
          Beginnings.await(begun);
          brokers.get(name).ping();
          return PingResponse.getDefaultInstance();
        });
  }
}

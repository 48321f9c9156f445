package dev.mecha.testing;

import dev.mecha.block.pubsub.broker.ForwardingPubSub;
import dev.mecha.spi.pubsub.BulkPublishRequest;
import dev.mecha.spi.pubsub.FailedEntry;
import dev.mecha.spi.pubsub.PubSub;
import dev.mecha.spi.pubsub.PublishRequest;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Records what is published. */
final class RecordingPubSub extends ForwardingPubSub {

  private final String name;
  private final Recordings recordings;

  RecordingPubSub(PubSub inner, String name, Recordings recordings) {
    super(inner);
    this.name = name;
    this.recordings = recordings;
  }

  @Override
  public void publish(PublishRequest request) throws InterruptedException {
    inner.publish(request);
    record(request);
  }

  private void record(PublishRequest request) {
    recordings.published(
        new PublishedEvent(name, request.topic(), request.data(), request.metadata()));
  }

  @Override
  public List<FailedEntry> bulkPublish(BulkPublishRequest request) throws InterruptedException {
    List<FailedEntry> failed = inner.bulkPublish(request);
    Set<String> ids = failed.stream().map(FailedEntry::entryId).collect(Collectors.toSet());
    request.entries().stream()
        .filter(entry -> !ids.contains(entry.entryId()))
        .forEach(entry -> record(request.single(entry)));
    return failed;
  }
}

package dev.mecha.block.pubsub;

import dev.mecha.spi.ComponentException;
import dev.mecha.spi.pubsub.BulkEntry;
import dev.mecha.spi.pubsub.BulkPublishRequest;
import dev.mecha.spi.pubsub.FailedEntry;
import dev.mecha.spi.pubsub.Message;
import dev.mecha.spi.pubsub.MessageHandler;
import dev.mecha.spi.pubsub.PubSub;
import dev.mecha.spi.pubsub.PubSubFeature;
import dev.mecha.spi.pubsub.PublishRequest;
import dev.mecha.spi.pubsub.SubscribeRequest;
import dev.mecha.spi.pubsub.Subscription;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Remembers what is published, and brings to handlers what a test gives it. */
public final class FakeBroker implements PubSub {

  /** What it says that it can do. */
  public final Set<PubSubFeature> features = EnumSet.noneOf(PubSubFeature.class);

  /** What was published, in order. */
  public final List<PublishRequest> published = new CopyOnWriteArrayList<>();

  /** The handlers by topic. */
  public final Map<String, MessageHandler> handlers = new ConcurrentHashMap<>();

  /** Why it refuses everything; null if it does not. */
  public volatile @Nullable String failure;

  @Override
  public Set<PubSubFeature> features() {
    return features;
  }

  @Override
  public boolean neverHoldsCarrier() {
    return true;
  }

  @Override
  public void publish(PublishRequest request) {
    if (failure != null) {
      throw new ComponentException(failure);
    }
    published.add(request);
  }

  @Override
  public List<FailedEntry> bulkPublish(BulkPublishRequest request) {
    var failed = new ArrayList<FailedEntry>();
    for (BulkEntry entry : request.entries()) {
      if (failure != null) {
        failed.add(new FailedEntry(entry.entryId(), failure));
      } else {
        published.add(request.single(entry));
      }
    }
    return failed;
  }

  @Override
  public Subscription subscribe(SubscribeRequest request, MessageHandler handler) {
    if (failure != null) {
      throw new ComponentException(failure);
    }
    handlers.put(request.topic(), handler);
    return () -> handlers.remove(request.topic(), handler);
  }

  /**
   * Brings a message to whoever is subscribed.
   *
   * @param topic its topic
   * @param data its bytes
   * @throws Exception what the handler throws
   */
  public void bring(String topic, String data) throws Exception {
    var message =
        new Message(topic, data.getBytes(StandardCharsets.UTF_8), Map.of("key", "value"), null);
    Objects.requireNonNull(handlers.get(topic)).handle(message);
  }

  /**
   * @return what was published last, as text
   */
  public String last() {
    return new String(published.getLast().data(), StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    handlers.clear();
  }
}

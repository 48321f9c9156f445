package dev.mecha.block.pubsub.subscribe;

import dev.mecha.kernel.error.ApiError;
import dev.mecha.kernel.error.ApiException;
import dev.mecha.kernel.error.ErrorCategory;
import dev.mecha.kernel.observe.PubSubMetrics;
import dev.mecha.kernel.pipeline.ApiGroup;
import dev.mecha.kernel.pipeline.Endpoint;
import dev.mecha.kernel.pipeline.GrpcStream;
import dev.mecha.kernel.pipeline.GrpcStreamMethod;
import dev.mecha.kernel.registry.Registry;
import dev.mecha.kernel.trace.Tracer;
import dev.mecha.protocol.runtime.v1.DaprGrpc;
import dev.mecha.protocol.runtime.v1.SubscribeTopicEventsRequestAlpha1;
import dev.mecha.protocol.runtime.v1.SubscribeTopicEventsRequestInitialAlpha1;
import dev.mecha.protocol.runtime.v1.SubscribeTopicEventsResponseAlpha1;
import dev.mecha.protocol.runtime.v1.SubscribeTopicEventsResponseInitialAlpha1;
import dev.mecha.spi.pubsub.PubSub;
import io.grpc.Status;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Subscribing through a stream that the application holds open. */
final class StreamDoor {

  private static final Logger LOG = LoggerFactory.getLogger("dapr.runtime.pubsub.streamer");

  private final Registry<PubSub> brokers;
  private final Subscriptions subscriptions;
  private final PubSubMetrics metrics;
  private final Tracer tracer;

  /** The threads of all streams, also of those that have not said yet what they want. */
  private final Set<Thread> open = ConcurrentHashMap.newKeySet();

  private volatile boolean closed;

  StreamDoor(
      Registry<PubSub> brokers, Subscriptions subscriptions, PubSubMetrics metrics, Tracer tracer) {
    this.brokers = brokers;
    this.subscriptions = subscriptions;
    this.metrics = metrics;
    this.tracer = tracer;
  }

  GrpcStreamMethod<SubscribeTopicEventsRequestAlpha1, SubscribeTopicEventsResponseAlpha1> method() {
    return new GrpcStreamMethod<>(
        DaprGrpc.getSubscribeTopicEventsAlpha1Method(),
        Endpoint.of("SubscribeTopicEventsAlpha1", new ApiGroup("subscribe", "v1alpha1")),
        this::subscribe);
  }

  private void subscribe(
      GrpcStream<SubscribeTopicEventsRequestAlpha1, SubscribeTopicEventsResponseAlpha1> stream)
      throws InterruptedException {
    open.add(Thread.currentThread());
    try {
      if (closed) {
        throw failure(Status.Code.UNAVAILABLE, "the runtime is shutting down");
      }
      serve(stream);
    } finally {
      open.remove(Thread.currentThread());
    }
  }

  private void serve(
      GrpcStream<SubscribeTopicEventsRequestAlpha1, SubscribeTopicEventsResponseAlpha1> stream)
      throws InterruptedException {
    SubscribeTopicEventsRequestAlpha1 first = stream.receive();
    TopicSubscription subscription = subscription(first);
    var events = new StreamEvents(metrics, tracer);
    Runnable ending = begin(subscription, events);
    try {
      stream.send(
          SubscribeTopicEventsResponseAlpha1.newBuilder()
              .setInitialResponse(SubscribeTopicEventsResponseInitialAlpha1.getDefaultInstance())
              .build());
      LOG.info(
          "Subscribing to pubsub '{}' topic '{}'", subscription.pubsub(), subscription.topic());
      // Starts on the loop that carries this call.
      Thread sender = Thread.ofVirtual().name("stream-sender").start(() -> send(events, stream));
      try {
        receive(events, stream);
      } finally {
        events.end();
        sender.join();
      }
    } finally {
      events.end();
      ending.run();
      LOG.info(
          "Unsubscribed from pubsub '{}' topic '{}'", subscription.pubsub(), subscription.topic());
    }
  }

  private Runnable begin(TopicSubscription subscription, StreamEvents events)
      throws InterruptedException {
    if (brokers.find(subscription.pubsub()) == null) {
      throw error(Status.Code.INVALID_ARGUMENT, "pubsub " + subscription.pubsub() + " is not found")
          .withReason("DAPR_PUBSUB_NOT_FOUND", Map.of())
          .asException();
    }
    try {
      return subscriptions.stream(subscription, events);
    } catch (RuntimeException e) {
      throw failure(
          Status.Code.UNKNOWN,
          "failed to create subscription for " + subscription.pubsub() + ": " + e.getMessage());
    }
  }

  private static void receive(
      StreamEvents events,
      GrpcStream<SubscribeTopicEventsRequestAlpha1, SubscribeTopicEventsResponseAlpha1> stream)
      throws InterruptedException {
    for (var said = stream.receive(); said != null; said = stream.receive()) {
      if (!said.hasEventProcessed()) {
        throw failure(Status.Code.UNKNOWN, "duplicate initial request received");
      }
      events.answered(said.getEventProcessed());
    }
  }

  private static void send(
      StreamEvents events,
      GrpcStream<SubscribeTopicEventsRequestAlpha1, SubscribeTopicEventsResponseAlpha1> stream) {
    try {
      events.send(stream);
    } catch (InterruptedException | RuntimeException e) {
      events.end(); // the application is gone; the receiver learns it by itself
    }
  }

  private static TopicSubscription subscription(@Nullable SubscribeTopicEventsRequestAlpha1 first) {
    if (first == null || !first.hasInitialRequest()) {
      throw failure(Status.Code.UNKNOWN, "initial request is required");
    }
    SubscribeTopicEventsRequestInitialAlpha1 initial = first.getInitialRequest();
    if (initial.getPubsubName().isEmpty()) {
      throw failure(Status.Code.UNKNOWN, "pubsubName is required");
    }
    if (initial.getTopic().isEmpty()) {
      throw failure(Status.Code.UNKNOWN, "topic is required");
    }
    return new TopicSubscription(
        TopicSubscription.Origin.STREAMING,
        "",
        initial.getPubsubName(),
        initial.getTopic(),
        initial.getMetadataMap(),
        List.of(new Rule(null, "/")),
        initial.getDeadLetterTopic(),
        BulkSettings.OFF);
  }

  private static ApiException failure(Status.Code code, String message) {
    return error(code, message).asException();
  }

  private static ApiError error(Status.Code code, String message) {
    return ApiError.simple(500, code, "ERROR", ErrorCategory.PUBSUB, message);
  }

  /** Ends all streams: their events are with nobody any more. */
  void close() {
    closed = true;
    open.forEach(Thread::interrupt);
  }
}

package dev.mecha.block.pubsub;

import dev.mecha.block.pubsub.broker.TopicForbiddenException;
import dev.mecha.block.pubsub.event.ContentTypes;
import dev.mecha.block.pubsub.event.Event;
import dev.mecha.block.pubsub.event.EventMaker;
import dev.mecha.block.pubsub.event.MalformedEventException;
import dev.mecha.block.pubsub.subscribe.RawPayload;
import dev.mecha.kernel.error.ApiError;
import dev.mecha.kernel.observe.PubSubMetrics;
import dev.mecha.kernel.registry.Lease;
import dev.mecha.kernel.registry.Registry;
import dev.mecha.kernel.trace.Span;
import dev.mecha.kernel.trace.SpanStatus;
import dev.mecha.kernel.trace.TraceContext;
import dev.mecha.kernel.trace.Tracer;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.pubsub.BulkEntry;
import dev.mecha.spi.pubsub.BulkPublishRequest;
import dev.mecha.spi.pubsub.FailedEntry;
import dev.mecha.spi.pubsub.PubSub;
import dev.mecha.spi.pubsub.PubSubFeature;
import dev.mecha.spi.pubsub.PublishRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/** Publishes events, whichever door they came through. */
final class PublishService {

  private final Registry<PubSub> brokers;
  private final String appId;
  private final EventMaker events;
  private final PubSubMetrics metrics;
  private final Tracer tracer;

  PublishService(
      Registry<PubSub> brokers,
      String appId,
      EventMaker events,
      PubSubMetrics metrics,
      Tracer tracer) {
    this.brokers = brokers;
    this.appId = appId;
    this.events = events;
    this.metrics = metrics;
    this.tracer = tracer;
  }

  String appId() {
    return appId;
  }

  /**
   * Where to publish and how.
   *
   * @param pubsub the component's name
   * @param topic the topic
   * @param metadata of the request
   */
  record Target(String pubsub, String topic, Map<String, String> metadata) {}

  /**
   * One event of several.
   *
   * @param id of the entry
   * @param data what is published
   * @param contentType of the data; empty if unknown
   * @param metadata of the entry, which already holds the request's unless it is empty
   */
  record Entry(String id, byte[] data, String contentType, Map<String, String> metadata) {}

  /**
   * Refuses what cannot be published, before anything is read or made.
   *
   * @return whether bytes travel as they are
   */
  boolean requireTarget(Target target) {
    Map<String, String> metadata = target.metadata;
    if (target.pubsub.isEmpty()) {
      throw PubSubErrors.nameEmpty(metadata).asException();
    }
    if (brokers.find(target.pubsub) == null) {
      throw PubSubErrors.notFound(target.pubsub, metadata).asException();
    }
    if (target.topic.isEmpty()) {
      throw PubSubErrors.topicEmpty(target.pubsub, metadata).asException();
    }
    try {
      return RawPayload.of(metadata);
    } catch (IllegalArgumentException e) {
      throw PubSubErrors.metadata(target.pubsub, metadata, String.valueOf(e.getMessage()))
          .asException();
    }
  }

  void publish(Target target, byte[] data, String contentType, TraceContext trace)
      throws InterruptedException {
    boolean raw = requireTarget(target);
    try (Lease<PubSub> broker = lease(target)) {
      byte[] payload =
          raw ? data : event(target, broker.component(), data, contentType, target.metadata, trace);
      Map<String, String> metadata = raw ? withTrace(target.metadata, trace) : target.metadata;
      var request = new PublishRequest(target.topic, payload, metadata, null);
      long begin = System.nanoTime();
      boolean published = false;
      try {
        broker.component().publish(request);
        published = true;
      } catch (ComponentException e) {
        throw failure(target, e).asException();
      } finally {
        metrics.egress(target.pubsub, target.topic, published, System.nanoTime() - begin);
      }
    }
  }

  /** Bytes have no place for a trace: it travels beside them. */
  private static Map<String, String> withTrace(Map<String, String> metadata, TraceContext trace) {
    if (trace.traceparent().isEmpty()) {
      return metadata;
    }
    var both = new HashMap<>(metadata);
    both.put(Event.TRACE_ID, trace.traceparent());
    if (!trace.tracestate().isEmpty()) {
      both.put(Event.TRACE_STATE, trace.tracestate());
    }
    return both;
  }

  private ApiError failure(Target target, ComponentException e) {
    String why = String.valueOf(e.getMessage());
    return e instanceof TopicForbiddenException
        ? PubSubErrors.forbidden(target.pubsub, target.topic, appId, why)
        : PubSubErrors.publish(target.pubsub, target.topic, why);
  }

  private Lease<PubSub> lease(Target target) {
    Lease<PubSub> lease = brokers.lease(target.pubsub);
    if (lease == null) {
      throw PubSubErrors.gone(target.pubsub, target.topic).asException();
    }
    return lease;
  }

  private byte[] event(
      Target target,
      PubSub broker,
      byte[] data,
      String contentType,
      Map<String, String> metadata,
      TraceContext trace) {
    try {
      var destination = new EventMaker.Destination(target.pubsub, target.topic);
      Event event = events.make(destination, data, contentType, metadata, trace);
      if (!broker.features().contains(PubSubFeature.MESSAGE_TTL)) {
        events.expire(event, metadata);
      }
      return event.json();
    } catch (MalformedEventException e) {
      throw PubSubErrors.noEvent(target.pubsub, appId, String.valueOf(e.getMessage()))
          .asException();
    }
  }

  /**
   * Publishes many.
   *
   * @return those that were not taken
   */
  List<FailedEntry> publish(Target target, List<Entry> entries, TraceContext trace)
      throws InterruptedException {
    boolean raw = requireTarget(target);
    requireIds(target, entries);
    var spans = new ArrayList<Tracer.Step>();
    boolean published = false;
    try (Lease<PubSub> broker = lease(target)) {
      var messages = new ArrayList<BulkEntry>(entries.size());
      for (Entry entry : entries) {
        byte[] payload = entry.data;
        if (!raw) {
          Tracer.Step step = tracer.step(trace, "PublishEvent", Span.Kind.PRODUCER);
          spans.add(step);
          payload =
              event(
                  target,
                  broker.component(),
                  entry.data,
                  entry.contentType,
                  entry.metadata,
                  step.context());
        }
        String type = raw ? entry.contentType : ContentTypes.CLOUD_EVENT;
        messages.add(new BulkEntry(entry.id, payload, entry.metadata, type));
      }
      List<FailedEntry> failed = publish(target, broker.component(), messages);
      published = failed.isEmpty();
      return failed;
    } finally {
      SpanStatus status = published ? SpanStatus.UNSET : SpanStatus.error("not published");
      spans.forEach(step -> step.span().end(status));
    }
  }

  private List<FailedEntry> publish(Target target, PubSub broker, List<BulkEntry> messages)
      throws InterruptedException {
    long begin = System.nanoTime();
    boolean success = false;
    try {
      List<FailedEntry> failed =
          broker.bulkPublish(new BulkPublishRequest(target.topic, messages, target.metadata));
      success = failed.isEmpty();
      return failed;
    } catch (ComponentException e) {
      throw failure(target, e).asException();
    } finally {
      metrics.bulkEgress(target.pubsub, target.topic, success, System.nanoTime() - begin);
    }
  }

  private void requireIds(Target target, List<Entry> entries) {
    var ids = new HashSet<String>();
    for (Entry entry : entries) {
      if (entry.id.isEmpty() || !ids.add(entry.id)) {
        throw PubSubErrors.entries(target.pubsub, target.topic, appId).asException();
      }
    }
  }

  /** What an entry says goes before what the request says. */
  static Map<String, String> merged(Map<String, String> request, Map<String, String> entry) {
    var both = new HashMap<>(request);
    both.putAll(entry);
    return both;
  }
}

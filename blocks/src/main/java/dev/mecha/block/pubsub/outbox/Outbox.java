package dev.mecha.block.pubsub.outbox;

import dev.mecha.block.json.JsonTree;
import dev.mecha.block.pubsub.event.ContentTypes;
import dev.mecha.block.pubsub.event.Event;
import dev.mecha.block.pubsub.event.EventMaker;
import dev.mecha.block.pubsub.event.MalformedEventException;
import dev.mecha.kernel.error.ApiError;
import dev.mecha.kernel.error.ApiException;
import dev.mecha.kernel.error.ErrorCategory;
import dev.mecha.kernel.registry.Lease;
import dev.mecha.kernel.registry.Registry;
import dev.mecha.kernel.trace.TraceContext;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.pubsub.PubSub;
import dev.mecha.spi.pubsub.PublishRequest;
import dev.mecha.spi.state.SetRequest;
import dev.mecha.spi.state.StateOperation;
import dev.mecha.spi.state.ValueEncoding;
import io.grpc.Status;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Publishes what a transaction is about to write to a topic of the outbox's own, and adds a marker
 * to the transaction for each event: whoever gets the event looks for its marker.
 */
public final class Outbox {

  private static final Set<String> TRUE = Set.of("1", "y", "yes", "t", "true", "on");
  private static final String PROJECTION = "outbox.projection";
  private static final String MARKER = "outbox-";

  private final OutboxSettings settings;
  private final Registry<PubSub> brokers;
  private final EventMaker events;
  private final String appId;
  private final String topic;

  /**
   * @param settings how transactions are published
   * @param brokers the registered brokers
   * @param events makes events
   * @param namespace of the runtime; may be empty
   * @param appId of the application
   */
  public Outbox(
      OutboxSettings settings,
      Registry<PubSub> brokers,
      EventMaker events,
      String namespace,
      String appId) {
    this.settings = settings;
    this.brokers = brokers;
    this.events = events;
    this.appId = appId;
    this.topic = settings.internalTopic(namespace, appId);
  }

  /**
   * A transaction is about to be performed.
   *
   * @param operations what it writes
   * @param trace that the events belong to
   * @return what it writes with the markers, and without what is for the event only
   * @throws dev.mecha.kernel.error.ApiException if an event could not be published
   * @throws InterruptedException if the caller was interrupted
   */
  public List<StateOperation> before(List<StateOperation> operations, TraceContext trace)
      throws InterruptedException {
    Map<String, SetRequest> projections = new HashMap<>();
    var written = new ArrayList<StateOperation>();
    for (StateOperation operation : operations) {
      if (operation instanceof SetRequest set && isProjection(set)) {
        projections.put(set.key(), set);
      } else {
        written.add(operation);
      }
    }
    for (StateOperation operation : List.copyOf(written)) {
      if (operation instanceof SetRequest set) {
        String marker = MARKER + UUID.randomUUID();
        publish(marker, set, projections.getOrDefault(set.key(), set), trace);
        written.add(SetRequest.of(marker, new byte[] {'0'}));
      }
    }
    return written;
  }

  private static boolean isProjection(SetRequest set) {
    return TRUE.contains(set.metadata().getOrDefault(PROJECTION, "").toLowerCase(Locale.ROOT));
  }

  private void publish(String marker, SetRequest set, SetRequest shown, TraceContext trace)
      throws InterruptedException {
    try (Lease<PubSub> broker = brokers.lease(settings.pubsub())) {
      if (broker == null) {
        throw failure("pubsub '" + settings.pubsub() + "' not found");
      }
      byte[] event = event(marker, set, shown, trace).json();
      broker.component().publish(new PublishRequest(topic, event, Map.of(), null));
    } catch (ComponentException e) {
      throw failure(String.valueOf(e.getMessage()));
    } catch (MalformedEventException e) {
      throw failure(String.valueOf(e.getMessage()));
    }
  }

  private ApiException failure(String why) {
    return ApiError.simple(
            500,
            Status.Code.INTERNAL,
            "ERR_PUBLISH_OUTBOX",
            ErrorCategory.PUBSUB,
            "error while publishing outbox message: " + why)
        .withReason("DAPR_PUBSUB_OUTBOX", Map.of("appID", appId, "error", why))
        .asException();
  }

  private Event event(String marker, SetRequest set, SetRequest shown, TraceContext trace)
      throws MalformedEventException {
    String given = shown.contentType();
    String type = given != null ? given : shown.metadata().getOrDefault("contentType", "");
    var destination = new EventMaker.Destination(settings.pubsub(), "");
    Event event = events.make(destination, data(shown, type), type, Map.of(), trace);
    set.metadata()
        .forEach(
            (name, value) -> {
              if (!name.equals(Event.DATA)) {
                event.set(name, value);
              }
            });
    return event.set(Event.ID, marker);
  }

  /** A text that is not said to be JSON goes without its quotes. */
  private static byte[] data(SetRequest shown, String type) {
    if (shown.encoding() == ValueEncoding.JSON
        && !ContentTypes.isJson(type)
        && JsonTree.of(shown.value()) instanceof String text) {
      return text.getBytes(StandardCharsets.UTF_8);
    }
    return shown.value();
  }
}

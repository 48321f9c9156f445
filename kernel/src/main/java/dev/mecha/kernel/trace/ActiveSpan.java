package dev.mecha.kernel.trace;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A span that goes on. Whoever knows something about it says so here; where nothing is recorded
 * that costs nothing. Belongs to the thread that carries the request, not for use by others.
 */
public final class ActiveSpan {

  /** Records nothing. */
  public static final ActiveSpan NONE = new ActiveSpan(null);

  private final @Nullable Recording recording;

  private ActiveSpan(@Nullable Recording recording) {
    this.recording = recording;
  }

  static ActiveSpan recording(
      Tracer tracer, TraceContext context, String parentSpanId, String name, Span.Kind kind) {
    return new ActiveSpan(new Recording(tracer, context, parentSpanId, name, kind));
  }

  /**
   * @return whether anybody will see it; ask before computing something for it
   */
  public boolean isRecording() {
    return recording != null;
  }

  /**
   * Renames it.
   *
   * @param name what is done
   */
  public void name(String name) {
    if (recording != null) {
      recording.name = name;
    }
  }

  /**
   * Says something about it.
   *
   * @param key such as {@code db.system}
   * @param value in place of an earlier one; empty is left out
   */
  public void attribute(String key, String value) {
    if (recording != null && !value.isEmpty()) {
      recording.attributes.put(key, value);
    }
  }

  /**
   * @param key of an attribute
   * @return whether it was said
   */
  public boolean has(String key) {
    return recording != null && recording.attributes.containsKey(key);
  }

  /**
   * It uses a component that keeps things.
   *
   * @param kind {@code state}, {@code secrets} or {@code bindings}
   * @param component the component's name
   */
  public void store(String kind, String component) {
    attribute("db.system", kind);
    attribute("db.connection_string", kind);
    attribute("db.name", component);
  }

  /**
   * It publishes messages.
   *
   * @param topic where to
   */
  public void topic(String topic) {
    attribute("messaging.system", "pubsub");
    attribute("messaging.destination.name", topic);
  }

  /**
   * It calls another application, and is named after that.
   *
   * @param appId the application, or the endpoint that stands for it
   * @param method what is called, without a slash in front
   */
  public void call(String appId, String method) {
    if (recording != null) {
      attribute("rpc.service", "ServiceInvocation");
      attribute("net.peer.name", appId);
      name("CallLocal/" + appId + "/" + method);
    }
  }

  /**
   * It is a call that another sidecar made to the application here, and is named after that.
   *
   * @param appId the application here
   * @param method what is called, without a slash in front
   */
  public void called(String appId, String method) {
    if (recording != null) {
      attribute("rpc.service", "ServiceInvocation");
      attribute("dapr.invoke_method", method);
      name("CallLocal/" + appId + "/" + method);
    }
  }

  /**
   * Ends it and hands it over. To be called once.
   *
   * @param status how it ended
   */
  public void end(SpanStatus status) {
    if (recording != null) {
      recording.end(status);
    }
  }

  private static final class Recording {

    private final Tracer tracer;
    private final TraceContext context;
    private final String parentSpanId;
    private final Span.Kind kind;
    private final Tracer.Moment start;
    private final Map<String, String> attributes = new LinkedHashMap<>();
    private String name;

    Recording(
        Tracer tracer, TraceContext context, String parentSpanId, String name, Span.Kind kind) {
      this.tracer = tracer;
      this.context = context;
      this.parentSpanId = parentSpanId;
      this.name = name;
      this.kind = kind;
      this.start = tracer.now();
    }

    void end(SpanStatus status) {
      tracer
          .sink()
          .accept(
              new Span(
                  name,
                  kind,
                  Traceparent.traceId(context.traceparent()),
                  Traceparent.spanId(context.traceparent()),
                  parentSpanId,
                  context.tracestate(),
                  start.instant(),
                  tracer.since(start),
                  Collections.unmodifiableMap(attributes),
                  status));
    }
  }
}

package dev.mecha.block.pubsub.subscribe;

import com.google.protobuf.ByteString;
import com.google.protobuf.ListValue;
import com.google.protobuf.NullValue;
import com.google.protobuf.Struct;
import com.google.protobuf.UnsafeByteOperations;
import com.google.protobuf.Value;
import dev.mecha.block.json.JsonTree;
import dev.mecha.block.pubsub.event.ContentTypes;
import dev.mecha.block.pubsub.event.Event;
import dev.mecha.protocol.runtime.v1.TopicEventBulkRequest;
import dev.mecha.protocol.runtime.v1.TopicEventBulkRequestEntry;
import dev.mecha.protocol.runtime.v1.TopicEventCERequest;
import dev.mecha.protocol.runtime.v1.TopicEventRequest;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Events as gRPC applications see them. */
final class EventProto {

  private static final Set<String> HAVE_FIELDS =
      Set.of(
          Event.ID,
          Event.SOURCE,
          Event.DATA_CONTENT_TYPE,
          Event.TYPE,
          Event.SPEC_VERSION,
          Event.DATA,
          Event.DATA_BASE64);

  private EventProto() {}

  /**
   * @throws RetryException if its data is not what its content type says
   */
  static TopicEventRequest of(AppEvent delivery) throws RetryException {
    Event event = delivery.event();
    return TopicEventRequest.newBuilder()
        .setId(event.textOrEmpty(Event.ID))
        .setSource(event.textOrEmpty(Event.SOURCE))
        .setType(event.textOrEmpty(Event.TYPE))
        .setSpecVersion(event.textOrEmpty(Event.SPEC_VERSION))
        .setDataContentType(event.textOrEmpty(Event.DATA_CONTENT_TYPE))
        .setData(data(event))
        .setTopic(delivery.topic())
        .setPubsubName(delivery.pubsub())
        .setPath(delivery.path())
        .setExtensions(extensions(event))
        .build();
  }

  static TopicEventBulkRequest of(BulkEvents bulk) throws RetryException {
    var request =
        TopicEventBulkRequest.newBuilder()
            .setId(bulk.id())
            .putAllMetadata(bulk.metadata())
            .setTopic(bulk.topic())
            .setPubsubName(bulk.pubsub())
            .setType("com.dapr.event.sent.bulk")
            .setPath(bulk.path());
    for (BulkEvents.Entry entry : bulk.entries()) {
      var item =
          TopicEventBulkRequestEntry.newBuilder()
              .setEntryId(entry.entry().entryId())
              .setContentType(entry.contentType())
              .putAllMetadata(entry.entry().metadata());
      Event event = entry.event();
      if (event == null) {
        item.setBytes(UnsafeByteOperations.unsafeWrap(entry.entry().data()));
      } else {
        item.setCloudEvent(cloudEvent(event));
      }
      request.addEntries(item);
    }
    return request.build();
  }

  private static TopicEventCERequest cloudEvent(Event event) throws RetryException {
    return TopicEventCERequest.newBuilder()
        .setId(event.textOrEmpty(Event.ID))
        .setSource(event.textOrEmpty(Event.SOURCE))
        .setType(event.textOrEmpty(Event.TYPE))
        .setSpecVersion(event.textOrEmpty(Event.SPEC_VERSION))
        .setDataContentType(event.textOrEmpty(Event.DATA_CONTENT_TYPE))
        .setData(data(event))
        .setExtensions(extensions(event))
        .build();
  }

  private static ByteString data(Event event) throws RetryException {
    if (event.isSet(Event.DATA_BASE64)) {
      String text = event.text(Event.DATA_BASE64);
      try {
        if (text != null) {
          return UnsafeByteOperations.unsafeWrap(Base64.getDecoder().decode(text));
        }
      } catch (IllegalArgumentException e) {
        // falls through: not base64
      }
      throw unexpected();
    }
    byte[] raw = event.raw(Event.DATA);
    if (raw == null || !event.isSet(Event.DATA)) {
      return ByteString.EMPTY;
    }
    String type = event.textOrEmpty(Event.DATA_CONTENT_TYPE);
    if (ContentTypes.isJson(type) || ContentTypes.isCloudEvent(type)) {
      return UnsafeByteOperations.unsafeWrap(raw);
    }
    if (!ContentTypes.isText(type)) {
      return ByteString.EMPTY; // The peer knows no other data, and applications rely on it.
    }
    String text = event.text(Event.DATA);
    if (text == null) {
      throw unexpected();
    }
    return ByteString.copyFromUtf8(text);
  }

  private static RetryException unexpected() {
    return new RetryException(
        "error returned from app while processing pub/sub event: unexpected data type encountered"
            + " in envelope");
  }

  private static Struct extensions(Event event) {
    var extensions = Struct.newBuilder();
    event
        .attributes()
        .forEach(
            (name, json) -> {
              if (!HAVE_FIELDS.contains(name)) {
                extensions.putFields(name, value(JsonTree.of(json)));
              }
            });
    return extensions.build();
  }

  private static Value value(@Nullable Object json) {
    var value = Value.newBuilder();
    switch (json) {
      case null -> value.setNullValue(NullValue.NULL_VALUE);
      case String text -> value.setStringValue(text);
      case Boolean flag -> value.setBoolValue(flag);
      case Number number -> value.setNumberValue(number.doubleValue());
      case List<?> items -> {
        var list = ListValue.newBuilder();
        items.forEach(item -> list.addValues(value(item)));
        value.setListValue(list);
      }
      case Map<?, ?> fields -> {
        var struct = Struct.newBuilder();
        fields.forEach((name, field) -> struct.putFields(String.valueOf(name), value(field)));
        value.setStructValue(struct);
      }
      default -> throw new IllegalArgumentException("no JSON: " + json.getClass());
    }
    return value.build();
  }
}

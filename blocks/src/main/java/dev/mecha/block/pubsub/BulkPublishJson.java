package dev.mecha.block.pubsub;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonToken;
import dev.mecha.block.json.Json;
import dev.mecha.block.json.JsonReader;
import dev.mecha.block.pubsub.event.ContentTypes;
import dev.mecha.kernel.error.ApiException;
import dev.mecha.spi.pubsub.FailedEntry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Bulk publishing in JSON. */
final class BulkPublishJson {

  private static final String MISMATCH = "error: mismatch between contentType and event";

  private BulkPublishJson() {}

  /** An entry as it is written, before its event is understood. */
  private static final class Written {
    private String id = "";
    private String contentType = "";
    private byte[] event = "null".getBytes(StandardCharsets.UTF_8);
    private Map<String, String> metadata = Map.of();
  }

  static List<PublishService.Entry> entries(
      PublishService.Target target, String appId, byte[] body) {
    var written = new ArrayList<Written>();
    try {
      JsonReader.read(
          body,
          json -> {
            json.array("body", () -> written.add(read(json)));
            return true;
          });
    } catch (ApiException e) {
      throw PubSubErrors.unreadable(target.pubsub(), target.topic(), appId, e.error().message())
          .asException();
    }
    return written.stream().map(entry -> entry(target, appId, entry)).toList();
  }

  private static Written read(JsonReader json) throws IOException {
    var entry = new Written();
    json.object(
        "entry",
        name -> {
          switch (name.toLowerCase(Locale.ROOT)) { // SDKs differ: entryID
            case "entryid" -> entry.id = json.text(name);
            case "contenttype" -> entry.contentType = json.text(name);
            case "event" -> entry.event = json.raw();
            case "metadata" -> entry.metadata = json.texts(name);
            default -> json.skip();
          }
        });
    return entry;
  }

  private static PublishService.Entry entry(
      PublishService.Target target, String appId, Written written) {
    try {
      return new PublishService.Entry(
          written.id,
          data(written),
          written.contentType,
          written.metadata.isEmpty()
              ? Map.of()
              : PublishService.merged(target.metadata(), written.metadata));
    } catch (IllegalArgumentException e) {
      throw PubSubErrors.envelope(
              target.pubsub(), target.topic(), appId, String.valueOf(e.getMessage()))
          .asException();
    }
  }

  private static byte[] data(Written written) {
    String type = written.contentType;
    if (ContentTypes.isBinary(type)) {
      return decoded(text(written));
    }
    if (ContentTypes.isText(type)) {
      return text(written).getBytes(StandardCharsets.UTF_8);
    }
    if (ContentTypes.isJson(type) || ContentTypes.isCloudEvent(type)) {
      return written.event;
    }
    throw new IllegalArgumentException(MISMATCH);
  }

  private static byte[] decoded(String text) {
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "error: unable to decode base64 application/octect-stream data: " + e.getMessage(), e);
    }
  }

  private static String text(Written written) {
    return JsonReader.read(
        written.event,
        json -> {
          if (json.token() != JsonToken.VALUE_STRING) {
            throw new IllegalArgumentException(MISMATCH);
          }
          return json.text("event");
        });
  }

  static byte[] failed(List<FailedEntry> failed) {
    var out = new ByteArrayOutputStream(256);
    try (JsonGenerator json = Json.generator(out)) {
      json.writeStartObject();
      json.writeArrayFieldStart("failedEntries");
      for (FailedEntry entry : failed) {
        json.writeStartObject();
        json.writeStringField("entryId", entry.entryId());
        json.writeStringField("error", entry.error());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeStringField("errorCode", "ERR_PUBSUB_PUBLISH_MESSAGE");
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}

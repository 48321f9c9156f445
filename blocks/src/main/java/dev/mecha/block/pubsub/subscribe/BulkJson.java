package dev.mecha.block.pubsub.subscribe;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.mecha.block.json.Json;
import dev.mecha.block.json.JsonReader;
import dev.mecha.block.pubsub.event.Event;
import dev.mecha.kernel.error.ApiException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Deliveries of several events as HTTP applications see them. */
final class BulkJson {

  private BulkJson() {}

  static byte[] of(BulkEvents bulk) {
    var out = new ByteArrayOutputStream(1024);
    try (JsonGenerator json = Json.generator(out)) {
      json.writeStartObject();
      json.writeArrayFieldStart("entries");
      for (BulkEvents.Entry entry : bulk.entries()) {
        entry(json, entry);
      }
      json.writeEndArray();
      json.writeStringField("id", bulk.id());
      Json.texts(json, "metadata", bulk.metadata());
      json.writeStringField("pubsubname", bulk.pubsub());
      json.writeStringField("topic", bulk.topic());
      json.writeStringField("type", "com.dapr.event.sent.bulk");
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static void entry(JsonGenerator json, BulkEvents.Entry entry) throws IOException {
    json.writeStartObject();
    json.writeStringField("entryId", entry.entry().entryId());
    json.writeFieldName("event");
    Event event = entry.event();
    if (event == null) {
      json.writeString(Base64.getEncoder().encodeToString(entry.entry().data()));
    } else {
      json.writeRawValue(new String(event.json(), StandardCharsets.UTF_8));
    }
    Json.texts(json, "metadata", entry.entry().metadata());
    json.writeStringField("contentType", entry.contentType());
    json.writeEndObject();
  }

  /** What the application says of each entry, or null if that cannot be read. */
  static @Nullable List<BulkAnswer> answers(byte[] body) {
    try {
      return JsonReader.read(
          body,
          json -> {
            var answers = new ArrayList<BulkAnswer>();
            json.object(
                "answer",
                name -> {
                  if (name.equalsIgnoreCase("statuses")) {
                    json.array(name, () -> answers.add(answer(json)));
                  } else {
                    json.skip();
                  }
                });
            return answers;
          });
    } catch (ApiException e) {
      return null;
    }
  }

  private static BulkAnswer answer(JsonReader json) throws IOException {
    var texts = new String[] {"", ""};
    json.object(
        "status",
        name -> {
          switch (name.toLowerCase(Locale.ROOT)) {
            case "entryid" -> texts[0] = json.text(name);
            case "status" -> texts[1] = json.text(name);
            default -> json.skip();
          }
        });
    return new BulkAnswer(
        texts[0],
        switch (texts[1]) {
          case "SUCCESS" -> BulkAnswer.Status.SUCCESS;
          case "DROP" -> BulkAnswer.Status.DROP;
          default -> BulkAnswer.Status.RETRY;
        });
  }
}

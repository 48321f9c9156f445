package dev.mecha.testing;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.mecha.block.json.Json;
import dev.mecha.block.json.JsonReader;
import dev.mecha.kernel.error.ApiError;
import dev.mecha.spi.Durations;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** What the API of tests reads and writes. */
final class TestJson {

  private TestJson() {}

  /** Writes something. */
  interface Writing {
    void write(JsonGenerator json) throws IOException;
  }

  /** Writes the fields of one element. */
  interface Fields<T> {
    void write(JsonGenerator json, T item) throws IOException;
  }

  static byte[] write(Writing writing) {
    var out = new ByteArrayOutputStream();
    try (JsonGenerator json = Json.generator(out)) {
      writing.write(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory does not fail
    }
    return out.toByteArray();
  }

  static <T> byte[] array(List<T> items, Fields<T> fields) {
    return write(
        json -> {
          json.writeStartArray();
          for (T item : items) {
            json.writeStartObject();
            fields.write(json, item);
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }

  static void time(JsonGenerator json, Instant now) throws IOException {
    json.writeStartObject();
    json.writeStringField("now", now.toString());
    json.writeEndObject();
  }

  static void invocation(JsonGenerator json, Invocation call) throws IOException {
    json.writeStringField("target", call.target());
    json.writeStringField("verb", call.verb());
    json.writeStringField("method", call.method());
    bytes(json, "body", call.body());
  }

  /** JSON as it is, other text as a string, nothing as null. */
  static void bytes(JsonGenerator json, String name, byte[] bytes) throws IOException {
    json.writeFieldName(name);
    if (bytes.length == 0) {
      json.writeNull();
    } else {
      Json.embed(json, bytes);
    }
  }

  /** An object of one field that is a duration. */
  static Duration duration(byte[] body, String name) {
    var found = new AtomicReference<String>();
    JsonReader.read(
        body,
        json -> {
          json.object(
              "body",
              field -> {
                if (!field.equals(name)) {
                  throw json.wrong(field, "the field " + name + " only");
                }
                found.set(json.text(field));
              });
          return found;
        });
    return duration(name, String.valueOf(found.get()));
  }

  static Duration duration(String name, String text) {
    try {
      return Durations.parse(text);
    } catch (IllegalArgumentException e) {
      throw ApiError.malformed(
              name + ": \"" + text + "\" (expected: a duration such as 1h30m or 500ms)")
          .asException();
    }
  }
}

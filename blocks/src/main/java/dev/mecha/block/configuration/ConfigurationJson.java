package dev.mecha.block.configuration;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.mecha.block.json.Json;
import dev.mecha.spi.configuration.ConfigurationItem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;

/** Items in JSON; what an item does not have is left out. */
final class ConfigurationJson {

  private ConfigurationJson() {}

  /** An object of items. */
  static byte[] items(Map<String, ConfigurationItem> items) throws IOException {
    var out = new ByteArrayOutputStream(64 * items.size() + 16);
    try (JsonGenerator json = Json.generator(out)) {
      write(items, json);
    }
    return out.toByteArray();
  }

  /** What an application is told. */
  static byte[] update(String id, Map<String, ConfigurationItem> items) throws IOException {
    var out = new ByteArrayOutputStream(256);
    try (JsonGenerator json = Json.generator(out)) {
      json.writeStartObject();
      json.writeStringField("id", id);
      json.writeFieldName("items");
      write(items, json);
      json.writeEndObject();
    }
    return out.toByteArray();
  }

  private static void write(Map<String, ConfigurationItem> items, JsonGenerator json)
      throws IOException {
    json.writeStartObject();
    for (var entry : items.entrySet()) {
      ConfigurationItem item = entry.getValue();
      json.writeObjectFieldStart(entry.getKey());
      if (!item.value().isEmpty()) {
        json.writeStringField("value", item.value());
      }
      if (!item.version().isEmpty()) {
        json.writeStringField("version", item.version());
      }
      if (!item.metadata().isEmpty()) {
        Json.texts(json, "metadata", item.metadata());
      }
      json.writeEndObject();
    }
    json.writeEndObject();
  }
}

package dev.mecha.kernel.resource;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.mecha.kernel.resource.YamlValue.Mapping;
import dev.mecha.kernel.resource.YamlValue.Scalar;
import dev.mecha.kernel.resource.YamlValue.Sequence;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.TreeMap;

/**
 * Writes a value as JSON the way the peer does: names sorted, no blanks, characters that mean
 * something in HTML escaped.
 */
final class JsonText {

  private static final JsonFactory JSON = new JsonFactory();

  private JsonText() {}

  static String of(YamlValue value) {
    var text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      write(value, json);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a StringWriter does not fail
    }
    return text.toString()
        .replace("<", "\\u003c")
        .replace(">", "\\u003e")
        .replace("&", "\\u0026")
        .replace("\u2028", "\\u2028")
        .replace("\u2029", "\\u2029");
  }

  private static void write(YamlValue value, JsonGenerator json) throws IOException {
    switch (value) {
      case Scalar scalar -> write(scalar, json);
      case Sequence sequence -> {
        json.writeStartArray();
        for (YamlValue item : sequence.items()) {
          write(item, json);
        }
        json.writeEndArray();
      }
      case Mapping mapping -> {
        json.writeStartObject();
        for (var field : new TreeMap<>(mapping.fields()).entrySet()) {
          json.writeFieldName(field.getKey());
          write(field.getValue(), json);
        }
        json.writeEndObject();
      }
    }
  }

  private static void write(Scalar scalar, JsonGenerator json) throws IOException {
    String text = ScalarText.of(scalar);
    switch (scalar.kind()) {
      case NULL -> json.writeNull();
      case BOOLEAN -> json.writeBoolean(ScalarText.isTrue(scalar.text()));
      case TEXT -> json.writeString(text);
      case INTEGER, FLOAT -> {
        if (text.matches("-?[0-9].*")) {
          json.writeNumber(text);
        } else {
          json.writeString(text); // .inf and .nan are no JSON
        }
      }
    }
  }
}

package dev.mecha.component.bindings;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/** The little JSON that these bindings write. */
final class JsonTexts {

  static final JsonFactory FACTORY = new JsonFactory();

  private JsonTexts() {}

  static byte[] object(String name, String value) {
    return write(
        json -> {
          json.writeStartObject();
          json.writeStringField(name, value);
          json.writeEndObject();
        });
  }

  /** A list of nothing is null, as the peer writes it. */
  static byte[] arrayOrNull(List<String> values) {
    return write(
        json -> {
          if (values.isEmpty()) {
            json.writeNull();
          } else {
            json.writeArray(values.toArray(String[]::new), 0, values.size());
          }
        });
  }

  /** A query and its variables, as GraphQL is spoken over HTTP. */
  static byte[] graphQl(String query, Map<String, String> variables) {
    return write(
        json -> {
          json.writeStartObject();
          json.writeStringField("query", query);
          json.writeObjectFieldStart("variables");
          for (var variable : variables.entrySet()) {
            json.writeStringField(variable.getKey(), variable.getValue());
          }
          json.writeEndObject();
          json.writeEndObject();
        });
  }

  private static byte[] write(Step step) {
    var out = new ByteArrayOutputStream();
    try (JsonGenerator json = FACTORY.createGenerator(out)) {
      step.run(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private interface Step {
    void run(JsonGenerator json) throws IOException;
  }
}

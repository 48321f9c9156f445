package dev.mecha.block.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/** What all blocks share about JSON. */
public final class Json {

  static final JsonFactory FACTORY =
      JsonFactory.builder().disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION).build();

  private Json() {}

  /**
   * @param out where the text goes, in UTF-8
   * @return a writer, to be closed
   * @throws IOException if the stream fails
   */
  public static JsonGenerator generator(OutputStream out) throws IOException {
    return FACTORY.createGenerator(out);
  }

  /**
   * Writes a field that is an object of texts.
   *
   * @param json where
   * @param name of the field
   * @param texts its entries
   * @throws IOException if the stream fails
   */
  public static void texts(JsonGenerator json, String name, Map<String, String> texts)
      throws IOException {
    json.writeObjectFieldStart(name);
    for (var entry : texts.entrySet()) {
      json.writeStringField(entry.getKey(), entry.getValue());
    }
    json.writeEndObject();
  }

  /**
   * Writes bytes as a value: a JSON text as it stands, other text as a string, anything else as
   * base64 in a string, so that the document stays valid whatever is stored.
   *
   * @param json where
   * @param bytes not empty
   * @throws IOException if the stream fails
   */
  public static void embed(JsonGenerator json, byte[] bytes) throws IOException {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      json.writeString(Base64.getEncoder().encodeToString(bytes));
      return;
    }
    if (isValid(bytes)) {
      json.writeRawValue(text);
    } else {
      json.writeString(text);
    }
  }

  /**
   * @param bytes a text in UTF-8
   * @return whether it is one JSON value
   */
  public static boolean isValid(byte[] bytes) {
    try (JsonParser parser = FACTORY.createParser(bytes)) {
      if (parser.nextToken() == null) {
        return false;
      }
      parser.skipChildren();
      return parser.nextToken() == null;
    } catch (IOException e) {
      return false;
    }
  }
}

package dev.mecha.block.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.mecha.kernel.error.ApiError;
import dev.mecha.kernel.error.ApiException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a JSON body as a stream. Wherever it is not what was expected, the request is answered with
 * {@code 400 ERR_MALFORMED_REQUEST} and a message that names the field and the line.
 */
public final class JsonReader {

  private final JsonParser parser;
  private final byte[] body;

  private JsonReader(JsonParser parser, byte[] body) {
    this.parser = parser;
    this.body = body;
  }

  /**
   * Reads one document.
   *
   * @param body the text in UTF-8
   * @param form reads its one value
   * @param <T> what it stands for
   * @return what the form made of it
   * @throws ApiException if the body is not JSON, not of the form, or goes on behind it
   */
  public static <T> T read(byte[] body, Form<T> form) {
    try (JsonParser parser = Json.FACTORY.createParser(body)) {
      var reader = new JsonReader(parser, body);
      if (parser.nextToken() == null) {
        throw ApiError.malformed("the body is empty (expected: JSON)").asException();
      }
      T result = form.read(reader);
      if (parser.nextToken() != null) {
        throw reader.wrong("body", "one JSON value");
      }
      return result;
    } catch (JsonProcessingException e) {
      throw ApiError.malformed(
              "invalid JSON at line "
                  + e.getLocation().getLineNr()
                  + ", column "
                  + e.getLocation().getColumnNr()
                  + ": "
                  + problem(e))
          .asException();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The first sentence: what follows speaks of the parser's own settings. */
  private static String problem(JsonProcessingException e) {
    String message = e.getOriginalMessage();
    int end = message.indexOf(" (for ");
    return (end < 0 ? message : message.substring(0, end)).lines().findFirst().orElse("");
  }

  /**
   * @return the token at which the reader stands
   */
  public @Nullable JsonToken token() {
    return parser.currentToken();
  }

  /**
   * Reads an array, or null as an empty one.
   *
   * @param name of the field, for messages
   * @param item reads one element; the reader stands at its first token
   * @throws IOException if the text is not JSON
   */
  public void array(String name, Step item) throws IOException {
    if (token() == JsonToken.VALUE_NULL) {
      return;
    }
    expect(name, JsonToken.START_ARRAY, "an array");
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      item.run();
    }
  }

  /**
   * Reads an object.
   *
   * @param name of the field, for messages
   * @param field reads the value of one field; the reader stands at its first token
   * @throws IOException if the text is not JSON
   */
  public void object(String name, Field field) throws IOException {
    expect(name, JsonToken.START_OBJECT, "an object");
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      parser.nextToken();
      field.read(key);
    }
  }

  /**
   * @param name of the field, for messages
   * @return a text
   * @throws IOException if the text is not JSON
   */
  public String text(String name) throws IOException {
    expect(name, JsonToken.VALUE_STRING, "a string");
    return parser.getText();
  }

  /**
   * @param name of the field, for messages
   * @return a text, or null for JSON's null
   * @throws IOException if the text is not JSON
   */
  public @Nullable String textOrNull(String name) throws IOException {
    return token() == JsonToken.VALUE_NULL ? null : text(name);
  }

  /**
   * @param name of the field, for messages
   * @return an integer of 32 bits
   * @throws IOException if the text is not JSON
   */
  public int integer(String name) throws IOException {
    expect(name, JsonToken.VALUE_NUMBER_INT, "an integer");
    return parser.getIntValue();
  }

  /**
   * @param name of the field, for messages
   * @return the entries of an object of texts; empty for JSON's null
   * @throws IOException if the text is not JSON
   */
  public Map<String, String> texts(String name) throws IOException {
    var texts = new LinkedHashMap<String, String>();
    if (token() != JsonToken.VALUE_NULL) {
      object(name, key -> texts.put(key, text(name + "." + key)));
    }
    return texts;
  }

  /**
   * @param name of the field, for messages
   * @return a {@link String}, {@link Number}, {@link Boolean}, or null for JSON's null
   * @throws IOException if the text is not JSON
   */
  public @Nullable Object scalar(String name) throws IOException {
    return switch (token()) {
      case VALUE_NULL -> null;
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_STRING -> parser.getText();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getNumberValue();
      case null, default -> throw wrong(name, "a string, a number, true, false or null");
    };
  }

  /**
   * Takes a value as it stands in the text, without the blanks between its parts.
   *
   * @return one JSON value in UTF-8
   * @throws IOException if the text is not JSON
   */
  public byte[] raw() throws IOException {
    int start = (int) parser.currentTokenLocation().getByteOffset();
    parser.skipChildren();
    parser.finishToken();
    int end = (int) parser.currentLocation().getByteOffset();
    return Compact.copy(body, start, end);
  }

  /**
   * Passes over a value.
   *
   * @throws IOException if the text is not JSON
   */
  public void skip() throws IOException {
    parser.skipChildren();
  }

  private void expect(String name, JsonToken token, String expected) throws IOException {
    if (token() != token) {
      throw wrong(name, expected);
    }
  }

  /**
   * What the reader stands at is not what was expected.
   *
   * @param name of the field
   * @param expected what is allowed
   * @return the answer, to be thrown
   * @throws IOException if the text is not JSON
   */
  public ApiException wrong(String name, String expected) throws IOException {
    String found = token() == null ? "" : parser.getText();
    String shown = found.length() > 40 ? found.substring(0, 40) + "…" : found;
    return ApiError.malformed(
            name
                + ": "
                + shown
                + " at line "
                + parser.currentTokenLocation().getLineNr()
                + " (expected: "
                + expected
                + ")")
        .asException();
  }

  /**
   * Reads a whole document.
   *
   * @param <T> what it stands for
   */
  @FunctionalInterface
  public interface Form<T> {
    /**
     * @param json stands at the first token
     * @return what the document stands for
     * @throws IOException if the text is not JSON
     */
    T read(JsonReader json) throws IOException;
  }

  /** Reads the value of a field. */
  @FunctionalInterface
  public interface Field {
    /**
     * @param name of the field
     * @throws IOException if the text is not JSON
     */
    void read(String name) throws IOException;
  }

  /** Reads an element. */
  @FunctionalInterface
  public interface Step {
    /**
     * @throws IOException if the text is not JSON
     */
    void run() throws IOException;
  }
}

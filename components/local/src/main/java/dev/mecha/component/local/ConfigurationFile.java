package dev.mecha.component.local;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.configuration.ConfigurationItem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Turns a JSON document into items: each field of the object at the top is one. Its value is a
 * text, a number or a truth value, or an object of {@code value}, {@code version} and {@code
 * metadata}; null is no item. No message holds anything of the file's content.
 */
final class ConfigurationFile {

  private static final JsonFactory JSON = new JsonFactory();
  private static final String ITEM =
      "a text, a number, true, false, null, or an object of value, version and metadata";

  private final Path file;
  private final JsonParser parser;

  private ConfigurationFile(Path file, JsonParser parser) {
    this.file = file;
    this.parser = parser;
  }

  /**
   * @param file may not be there, which stands for no items
   * @return the items by key
   * @throws ComponentException if the file cannot be read or is not of the form; it may be about to
   *     be written
   */
  static Map<String, ConfigurationItem> read(Path file) {
    try (var in = Files.newInputStream(file);
        var parser = JSON.createParser(in)) {
      return new ConfigurationFile(file, parser).document();
    } catch (JacksonException e) {
      throw malformed(file, e.getLocation(), "valid JSON");
    } catch (NoSuchFileException e) {
      return Map.of();
    } catch (IOException e) {
      throw new ComponentException(
          "configurationFile: \"" + file + "\" (expected: a file that can be read)", e);
    }
  }

  private Map<String, ConfigurationItem> document() throws IOException {
    require(parser.nextToken() == JsonToken.START_OBJECT, "a JSON object");
    var items = new HashMap<String, ConfigurationItem>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      JsonToken value = parser.nextToken();
      if (value != JsonToken.VALUE_NULL) {
        items.put(
            key, value == JsonToken.START_OBJECT ? item() : ConfigurationItem.of(scalar(), ""));
      }
    }
    require(parser.nextToken() == null, "nothing more");
    return items;
  }

  private ConfigurationItem item() throws IOException {
    String value = "";
    String version = "";
    Map<String, String> metadata = new HashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String field = parser.currentName();
      parser.nextToken();
      switch (field) {
        case "value" -> value = scalar();
        case "version" -> version = scalar();
        case "metadata" -> metadata = texts();
        default -> throw malformed(file, parser.currentTokenLocation(), ITEM);
      }
    }
    return new ConfigurationItem(value, version, metadata);
  }

  private Map<String, String> texts() throws IOException {
    require(parser.currentToken() == JsonToken.START_OBJECT, "an object of texts");
    var texts = new HashMap<String, String>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      texts.put(name, scalar());
    }
    return texts;
  }

  private String scalar() throws IOException {
    require(
        parser.currentToken().isScalarValue() && parser.currentToken() != JsonToken.VALUE_NULL,
        ITEM);
    return parser.getText();
  }

  private void require(boolean fine, String expected) {
    if (!fine) {
      throw malformed(file, parser.currentTokenLocation(), expected);
    }
  }

  private static ComponentException malformed(Path file, JsonLocation at, String expected) {
    String place = at == null ? "" : " line " + at.getLineNr() + ", column " + at.getColumnNr();
    return new ComponentException(
        "configurationFile: \"" + file + '"' + place + " (expected: " + expected + ")");
  }
}

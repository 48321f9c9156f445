package dev.mecha.component.local;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.mecha.spi.InvalidMetadataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns a JSON document into secrets.
 *
 * <p>A value that is nested in objects and arrays is named by the way to it: {@code
 * {"db":{"hosts":["a"]}}} has the secret {@code db:hosts:0}. Numbers, truth values and null count
 * as the text that stands in the file. If two values have the same name the later one counts.
 *
 * <p>With several values per secret, a text at the top is a secret of one value, an object at the
 * top is a secret whose values are named by the way from there, and anything else at the top is
 * left out, as the peer does.
 *
 * <p>No message holds anything of the file's content: the parser's own messages quote it, so they
 * are dropped.
 */
final class SecretsFile {

  private static final JsonFactory JSON = new JsonFactory();

  private final JsonParser parser;
  private final FileSecretSettings settings;

  private SecretsFile(JsonParser parser, FileSecretSettings settings) {
    this.parser = parser;
    this.settings = settings;
  }

  /**
   * @param settings which file, and how it is read
   * @return the values of each secret; unmodifiable
   * @throws InvalidMetadataException if the file cannot be read or is not one JSON object
   */
  static Map<String, Map<String, String>> read(FileSecretSettings settings) {
    try (var in = Files.newInputStream(settings.secretsFile());
        var parser = JSON.createParser(in)) {
      return new SecretsFile(parser, settings).document();
    } catch (JacksonException e) {
      throw malformed(settings.secretsFile(), e.getLocation(), "valid JSON");
    } catch (NoSuchFileException e) {
      throw unreadable(settings.secretsFile(), "a file that exists");
    } catch (IOException e) {
      throw unreadable(settings.secretsFile(), "a file that can be read");
    }
  }

  private Map<String, Map<String, String>> document() throws IOException {
    JsonToken first = parser.nextToken();
    if (first != JsonToken.START_OBJECT && first != JsonToken.VALUE_NULL) {
      throw malformed(settings.secretsFile(), parser.currentTokenLocation(), "a JSON object");
    }
    var secrets = new LinkedHashMap<String, Map<String, String>>();
    if (first == JsonToken.START_OBJECT) {
      if (settings.multiValued()) {
        collectGroups(secrets);
      } else {
        var values = new LinkedHashMap<String, String>();
        collect(null, values);
        values.forEach((name, value) -> secrets.put(name, Map.of(name, value)));
      }
    }
    if (parser.nextToken() != null) {
      throw malformed(settings.secretsFile(), parser.currentTokenLocation(), "nothing more");
    }
    return Collections.unmodifiableMap(secrets);
  }

  private void collectGroups(Map<String, Map<String, String>> secrets) throws IOException {
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      if (value == JsonToken.VALUE_STRING) {
        secrets.put(name, Map.of(name, parser.getText()));
      } else if (value == JsonToken.START_OBJECT) {
        var values = new LinkedHashMap<String, String>();
        collect(null, values);
        secrets.put(name, Collections.unmodifiableMap(values));
      } else {
        parser.skipChildren();
      }
    }
  }

  /** Takes the value at which the parser stands, whatever it is; stops at its last token. */
  private void collect(@Nullable String path, Map<String, String> values) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.START_OBJECT) {
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String name = parser.currentName();
        parser.nextToken();
        collect(join(path, name), values);
      }
    } else if (token == JsonToken.START_ARRAY) {
      for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
        collect(join(path, Integer.toString(i)), values);
      }
    } else {
      values.put(String.valueOf(path), parser.getText());
    }
  }

  private String join(@Nullable String path, String name) {
    return path == null ? name : path + settings.nestedSeparator() + name;
  }

  private static InvalidMetadataException malformed(
      Path file, @Nullable JsonLocation at, String expected) {
    String place = at == null ? "" : " line " + at.getLineNr() + ", column " + at.getColumnNr();
    return new InvalidMetadataException(
        "secretsFile: \"" + file + '"' + place + " (expected: " + expected + ")");
  }

  private static InvalidMetadataException unreadable(Path file, String expected) {
    String where = file.isAbsolute() ? "" : ", looked for as " + file.toAbsolutePath();
    return new InvalidMetadataException(
        "secretsFile: \"" + file + '"' + where + " (expected: " + expected + ")");
  }
}

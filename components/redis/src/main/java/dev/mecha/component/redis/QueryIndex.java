package dev.mecha.component.redis;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An index over the JSON documents of the database, made when the component starts.
 *
 * @param name what {@code queryIndexName} of a query asks for; never empty
 * @param fields the indexed fields in their order
 */
record QueryIndex(String name, List<Field> fields) {

  /**
   * An indexed field.
   *
   * @param key its path with dots below the value: {@code person.org}
   * @param type what the server indexes it as: {@code TEXT}, {@code NUMERIC}, {@code TAG}
   */
  record Field(String key, String type) {}

  /**
   * @param json a list of {@code {"name", "indexes": [{"key", "type"}]}}
   * @return the indexes
   * @throws IllegalArgumentException if the text is anything else, or a name occurs twice
   */
  static List<QueryIndex> parse(String json) {
    List<QueryIndex> indexes = new ArrayList<>();
    Set<String> names = new HashSet<>();
    try (JsonParser parser = JsonFactory.builder().build().createParser(json)) {
      expect(parser.nextToken(), JsonToken.START_ARRAY);
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        QueryIndex index = index(parser);
        if (!names.add(index.name)) {
          throw new IllegalArgumentException("duplicate schema name " + index.name);
        }
        indexes.add(index);
      }
    } catch (IOException e) {
      throw new IllegalArgumentException("not JSON", e);
    }
    return List.copyOf(indexes);
  }

  private static QueryIndex index(JsonParser parser) throws IOException {
    expect(parser.currentToken(), JsonToken.START_OBJECT);
    String name = "";
    List<Field> fields = new ArrayList<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String member = parser.currentName();
      JsonToken value = parser.nextToken();
      switch (member) {
        case "name" -> name = parser.getText();
        case "indexes" -> {
          expect(value, JsonToken.START_ARRAY);
          while (parser.nextToken() != JsonToken.END_ARRAY) {
            fields.add(field(parser));
          }
        }
        default -> parser.skipChildren();
      }
    }
    return new QueryIndex(present(name), List.copyOf(fields));
  }

  private static Field field(JsonParser parser) throws IOException {
    expect(parser.currentToken(), JsonToken.START_OBJECT);
    Map<String, String> members = new LinkedHashMap<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String member = parser.currentName();
      parser.nextToken();
      members.put(member, parser.getText());
      parser.skipChildren();
    }
    return new Field(
        present(members.getOrDefault("key", "")), present(members.getOrDefault("type", "")));
  }

  private static void expect(JsonToken found, JsonToken wanted) {
    if (found != wanted) {
      throw new IllegalArgumentException("expected " + wanted);
    }
  }

  private static String present(String text) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("empty");
    }
    return text;
  }
}

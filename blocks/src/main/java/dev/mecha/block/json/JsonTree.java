package dev.mecha.block.json;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A JSON text as maps, lists, strings, booleans and nulls, for those who look at any of it. All
 * numbers are doubles, as in JavaScript.
 */
public final class JsonTree {

  private JsonTree() {}

  /**
   * @param json one value in UTF-8
   * @return what it stands for; null for JSON's null
   * @throws dev.mecha.kernel.error.ApiException if it is not JSON
   */
  public static @Nullable Object of(byte[] json) {
    return JsonReader.<@Nullable Object[]>read(json, reader -> new Object[] {value(reader)})[0];
  }

  private static @Nullable Object value(JsonReader reader) throws IOException {
    JsonToken token = reader.token();
    if (token == JsonToken.START_OBJECT) {
      Map<String, @Nullable Object> fields = new LinkedHashMap<>();
      reader.object("value", name -> fields.put(name, value(reader)));
      return fields;
    }
    if (token == JsonToken.START_ARRAY) {
      List<@Nullable Object> items = new ArrayList<>();
      reader.array("value", () -> items.add(value(reader)));
      return items;
    }
    Object scalar = reader.scalar("value");
    return scalar instanceof Number number ? (Object) number.doubleValue() : scalar;
  }
}

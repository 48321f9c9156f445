package dev.mecha.component.conversation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON Schemas, and other JSON that callers bring. */
final class Schemas {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final double EXACT = 1L << 53;

  private Schemas() {}

  static ObjectNode object(Map<String, ? extends @Nullable Object> map) {
    ObjectNode object = NODES.objectNode();
    map.forEach((name, value) -> object.set(name, node(value)));
    return object;
  }

  private static JsonNode node(@Nullable Object value) {
    return switch (value) {
      case null -> NODES.nullNode();
      case String text -> NODES.textNode(text);
      case Boolean flag -> NODES.booleanNode(flag);
      case Double number when number == Math.rint(number) && Math.abs(number) <= EXACT ->
          LongNode.valueOf(number.longValue());
      case Number number -> DoubleNode.valueOf(number.doubleValue());
      case List<?> list -> {
        ArrayNode array = NODES.arrayNode();
        list.forEach(item -> array.add(node(item)));
        yield array;
      }
      case Map<?, ?> map -> {
        ObjectNode object = NODES.objectNode();
        map.forEach((name, item) -> object.set(String.valueOf(name), node(item)));
        yield object;
      }
      default -> NODES.textNode(value.toString());
    };
  }
}

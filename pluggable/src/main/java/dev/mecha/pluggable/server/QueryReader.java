package dev.mecha.pluggable.server;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.google.protobuf.Any;
import dev.mecha.protocol.components.v1.Query;
import dev.mecha.protocol.components.v1.Sorting;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.state.StateQuery;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Messages as queries: each operator of the first level has its operand beside it, as JSON. */
final class QueryReader {

  private static final JsonFactory JSON = new JsonFactory();

  /** How deep conditions may be nested. */
  private static final int MAX_DEPTH = 100;

  private final JsonParser json;

  private QueryReader(JsonParser json) {
    this.json = json;
  }

  /**
   * @param message what was asked
   * @return the query
   * @throws ComponentException if it makes no sense
   */
  static StateQuery query(Query message) {
    return new StateQuery(
        filter(message.getFilterMap()),
        message.getSortList().stream()
            .map(sort -> new StateQuery.Sort(sort.getKey(), sort.getOrder() == Sorting.Order.DESC))
            .toList(),
        Math.clamp(message.getPagination().getLimit(), 0, Integer.MAX_VALUE),
        Texts.orNull(message.getPagination().getToken()));
  }

  private static StateQuery.@Nullable Filter filter(Map<String, Any> operators) {
    if (operators.isEmpty()) {
      return null;
    }
    if (operators.size() > 1) {
      throw new ComponentException(
          "filter: %s (expected: a single condition)".formatted(operators.keySet()));
    }
    Map.Entry<String, Any> only = operators.entrySet().iterator().next();
    try (JsonParser json = JSON.createParser(only.getValue().getValue().toByteArray())) {
      json.nextToken();
      return new QueryReader(json).condition(only.getKey(), 0);
    } catch (IOException e) {
      throw new ComponentException("filter: no JSON", e);
    }
  }

  /** The operand of an operator is where the parser stands; afterwards it stands at its end. */
  private StateQuery.Filter condition(String operator, int depth) throws IOException {
    return switch (operator) {
      case "AND" -> new StateQuery.And(all(depth));
      case "OR" -> new StateQuery.Or(all(depth));
      case "IN" -> in();
      case "EQ", "NEQ", "GT", "GTE", "LT", "LTE" ->
          compare(StateQuery.Comparison.valueOf(operator));
      default ->
          throw new ComponentException(
              "filter: %s (expected: EQ, NEQ, GT, GTE, LT, LTE, IN, AND or OR)"
                  .formatted(operator));
    };
  }

  private List<StateQuery.Filter> all(int depth) throws IOException {
    if (depth > MAX_DEPTH) {
      throw new ComponentException(
          "filter: expected at most %d conditions within each other".formatted(MAX_DEPTH));
    }
    expect(JsonToken.START_ARRAY);
    var filters = new ArrayList<StateQuery.Filter>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      String operator = field();
      filters.add(condition(operator, depth + 1));
      next(JsonToken.END_OBJECT);
    }
    return List.copyOf(filters);
  }

  private StateQuery.Filter compare(StateQuery.Comparison comparison) throws IOException {
    String key = field();
    var filter = new StateQuery.Compare(comparison, key, scalar());
    next(JsonToken.END_OBJECT);
    return filter;
  }

  private StateQuery.Filter in() throws IOException {
    String key = field();
    expect(JsonToken.START_ARRAY);
    var values = new ArrayList<@Nullable Object>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      values.add(scalar());
    }
    next(JsonToken.END_OBJECT);
    return new StateQuery.In(key, values);
  }

  /** The name of the first field of an object; afterwards the parser stands at its value. */
  private String field() throws IOException {
    expect(JsonToken.START_OBJECT);
    next(JsonToken.FIELD_NAME);
    String name = json.currentName();
    json.nextToken();
    return name;
  }

  private @Nullable Object scalar() throws IOException {
    return switch (json.currentToken()) {
      case VALUE_NULL -> null;
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_STRING -> json.getText();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> json.getNumberValue();
      case null, default -> throw wrong("a string, a number, true, false or null");
    };
  }

  private void next(JsonToken expected) throws IOException {
    json.nextToken();
    expect(expected);
  }

  private void expect(JsonToken expected) {
    if (json.currentToken() != expected) {
      throw wrong(expected.name());
    }
  }

  private ComponentException wrong(String expected) {
    return new ComponentException(
        "filter: %s (expected: %s)".formatted(json.currentToken(), expected));
  }
}

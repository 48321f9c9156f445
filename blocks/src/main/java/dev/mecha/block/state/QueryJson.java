package dev.mecha.block.state;

import com.fasterxml.jackson.core.JsonToken;
import dev.mecha.block.json.JsonReader;
import dev.mecha.kernel.error.ApiException;
import dev.mecha.spi.state.StateQuery;
import dev.mecha.spi.state.StateQuery.Comparison;
import dev.mecha.spi.state.StateQuery.Filter;
import dev.mecha.spi.state.StateQuery.Sort;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the body of a query. A body that is wrong is a failed query, as in the peer. */
final class QueryJson {

  /**
   * How deep conditions may be nested: far beyond any sensible query, far below what the stack
   * holds.
   */
  private static final int MAX_DEPTH = 100;

  private final JsonReader json;
  private @Nullable Filter filter;
  private final List<Sort> sort = new ArrayList<>();
  private int limit;
  private @Nullable String token;

  private QueryJson(JsonReader json) {
    this.json = json;
  }

  static StateQuery parse(String store, byte[] body) {
    try {
      return JsonReader.read(body, json -> new QueryJson(json).query());
    } catch (ApiException e) {
      throw StateErrors.queryFailed(
              store, "failed to parse JSON query body: " + e.error().message())
          .asException();
    }
  }

  private StateQuery query() throws IOException {
    json.object(
        "query",
        field -> {
          switch (field) {
            case "filter" -> filter = emptyOr(0);
            case "sort" -> json.array(field, () -> sort.add(sort()));
            case "page" -> page();
            default -> json.skip();
          }
        });
    return new StateQuery(filter, List.copyOf(sort), limit, token);
  }

  private @Nullable Filter emptyOr(int depth) throws IOException {
    if (json.token() == JsonToken.VALUE_NULL) {
      return null;
    }
    var found = new ArrayList<Filter>(1);
    json.object("filter", operator -> found.add(filter(operator, depth)));
    if (found.size() > 1) {
      throw json.wrong("filter", "a single condition");
    }
    return found.isEmpty() ? null : found.getFirst();
  }

  private Filter filter(String operator, int depth) throws IOException {
    if (depth > MAX_DEPTH) {
      throw json.wrong("filter", "at most " + MAX_DEPTH + " conditions within each other");
    }
    return switch (operator) {
      case "AND" -> new StateQuery.And(all(operator, depth));
      case "OR" -> new StateQuery.Or(all(operator, depth));
      case "IN" -> in();
      case "EQ", "NEQ", "GT", "GTE", "LT", "LTE" -> compare(Comparison.valueOf(operator));
      default ->
          throw json.wrong("filter." + operator, "one of EQ, NEQ, GT, GTE, LT, LTE, IN, AND, OR");
    };
  }

  private List<Filter> all(String operator, int depth) throws IOException {
    var filters = new ArrayList<Filter>();
    json.array(
        operator,
        () -> {
          Filter one = emptyOr(depth + 1);
          if (one == null) {
            throw json.wrong(operator, "a condition");
          }
          filters.add(one);
        });
    if (filters.size() < 2) {
      throw json.wrong(operator, "at least two conditions");
    }
    return filters;
  }

  private Filter compare(Comparison comparison) throws IOException {
    var found = new ArrayList<Filter>(1);
    json.object(
        comparison.name(),
        key -> found.add(new StateQuery.Compare(comparison, key, json.scalar(key))));
    if (found.size() != 1) {
      throw json.wrong(comparison.name(), "a single key with its value");
    }
    return found.getFirst();
  }

  private Filter in() throws IOException {
    var found = new ArrayList<Filter>(1);
    json.object(
        "IN",
        key -> {
          var values = new ArrayList<@Nullable Object>();
          json.array(key, () -> values.add(json.scalar(key)));
          if (values.isEmpty()) {
            throw json.wrong(key, "at least one value");
          }
          found.add(new StateQuery.In(key, values));
        });
    if (found.size() != 1) {
      throw json.wrong("IN", "a single key with its values");
    }
    return found.getFirst();
  }

  private Sort sort() throws IOException {
    var key = new String[] {""};
    var descending = new boolean[1];
    json.object(
        "sort[]",
        field -> {
          switch (field) {
            case "key" -> key[0] = json.text(field);
            case "order" -> {
              String order = json.text(field);
              if (!order.isEmpty() && !order.equals("ASC") && !order.equals("DESC")) {
                throw json.wrong("order", "ASC or DESC");
              }
              descending[0] = order.equals("DESC");
            }
            default -> json.skip();
          }
        });
    return new Sort(key[0], descending[0]);
  }

  private void page() throws IOException {
    json.object(
        "page",
        field -> {
          switch (field) {
            case "limit" -> limit = json.integer(field);
            case "token" -> token = emptyAsNull(json.textOrNull(field));
            default -> json.skip();
          }
        });
  }

  private static @Nullable String emptyAsNull(@Nullable String text) {
    return text == null || text.isEmpty() ? null : text;
  }
}

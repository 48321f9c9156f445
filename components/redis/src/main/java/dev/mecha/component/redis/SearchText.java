package dev.mecha.component.redis;

import dev.mecha.spi.ComponentException;
import dev.mecha.spi.state.StateQuery;
import dev.mecha.spi.state.StateQuery.And;
import dev.mecha.spi.state.StateQuery.Compare;
import dev.mecha.spi.state.StateQuery.Filter;
import dev.mecha.spi.state.StateQuery.In;
import dev.mecha.spi.state.StateQuery.Or;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes the condition of a query in the language of {@code FT.SEARCH}.
 *
 * <p>A field can be compared as it is indexed: {@code NUMERIC} as a number, {@code TAG} as a whole,
 * {@code TEXT} by its words, in their order and without regard to case or punctuation. A value
 * never becomes syntax.
 */
final class SearchText {

  /**
   * What separates words is what the server separates them by: all but letters, digits and the
   * underscore.
   */
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}\\p{N}_]+");

  private static final Pattern TAG_SPECIAL = Pattern.compile("[^\\p{L}\\p{M}\\p{N}_]");

  /** A field of the index: the name under which it is searched, and how it is indexed. */
  private record Field(String alias, String type) {}

  private final Map<String, Field> fields = new HashMap<>();

  /**
   * @param index which fields can be searched
   */
  SearchText(QueryIndex index) {
    for (int i = 0; i < index.fields().size(); i++) {
      QueryIndex.Field field = index.fields().get(i);
      fields.put(field.key(), new Field("var" + i, field.type().toUpperCase(Locale.ROOT)));
    }
  }

  /**
   * @param filter a condition, or null for none
   * @return the condition as the server reads it
   * @throws ComponentException if it names a field without index, or a value that cannot be
   *     compared so
   */
  String of(@Nullable Filter filter) {
    return filter == null ? "*" : write(filter);
  }

  /**
   * @param key of a sort
   * @return the name of the field in the index
   * @throws ComponentException if it has no index
   */
  String alias(String key) {
    return field(key).alias;
  }

  private String write(Filter filter) {
    return switch (filter) {
      case Compare compare -> compare(compare);
      case In in -> in(in);
      case And and -> join(and.filters(), " ");
      case Or or -> join(or.filters(), "|");
    };
  }

  private String join(List<Filter> filters, String operator) {
    return filters.stream()
        .map(filter -> group(filter) ? write(filter) : inParentheses(write(filter)))
        .collect(Collectors.joining(operator, "(", ")"));
  }

  private static boolean group(Filter filter) {
    return switch (filter) {
      case And _, Or _ -> true;
      case Compare _, In _ -> false;
    };
  }

  private static String inParentheses(String text) {
    return text.startsWith("-") ? text : "(" + text + ")";
  }

  private String compare(Compare compare) {
    Field field = field(compare.key());
    return switch (compare.comparison()) {
      case EQ -> equal(field, compare.value());
      case NEQ -> "-(" + equal(field, compare.value()) + ")";
      case GT -> range(field, "(" + number(compare), "+inf");
      case GTE -> range(field, number(compare), "+inf");
      case LT -> range(field, "-inf", "(" + number(compare));
      case LTE -> range(field, "-inf", number(compare));
    };
  }

  private static String range(Field field, String from, String to) {
    return "@" + field.alias + ":[" + from + " " + to + "]";
  }

  private static String number(Compare compare) {
    if (compare.value() instanceof Number number) {
      return plain(number);
    }
    throw new ComponentException(
        "unsupported type of value " + compare.value() + "; string type not permitted");
  }

  private String in(In in) {
    Field field = field(in.key());
    List<String> parts = new ArrayList<>();
    for (Object value : in.values()) {
      parts.add("(" + equal(field, value) + ")");
    }
    return "(" + String.join("|", parts) + ")";
  }

  private static String equal(Field field, @Nullable Object value) {
    String text =
        switch (field.type) {
          case "NUMERIC" -> value instanceof Number number ? plain(number) : null;
          case "TAG" -> value == null ? null : tag(String.valueOf(value));
          default -> value instanceof String string ? words(string) : null;
        };
    if (text == null) {
      throw new ComponentException(
          "unsupported type of value "
              + value
              + " (expected: one that a "
              + field.type
              + " index holds)");
    }
    return switch (field.type) {
      case "NUMERIC" -> range(field, text, text);
      case "TAG" -> "@" + field.alias + ":{" + text + "}";
      default -> "@" + field.alias + ":(" + text + ")";
    };
  }

  private static @Nullable String words(String text) {
    Matcher word = WORD.matcher(text);
    List<String> words = new ArrayList<>();
    while (word.find()) {
      words.add(word.group());
    }
    String joined = String.join(" ", words);
    return words.isEmpty() ? null : words.size() == 1 ? joined : "\"" + joined + "\"";
  }

  private static @Nullable String tag(String text) {
    return text.isEmpty() ? null : TAG_SPECIAL.matcher(text).replaceAll("\\\\$0");
  }

  private static String plain(Number number) {
    return new BigDecimal(number.toString()).toPlainString();
  }

  private Field field(String key) {
    Field field = fields.get(key);
    if (field == null) {
      throw new ComponentException("JSON path \"" + key + "\" is not indexed");
    }
    return field;
  }

  /**
   * @param query what is asked for
   * @return the field that it sorts by, or null
   * @throws ComponentException if there are several: the server sorts by one
   */
  StateQuery.@Nullable Sort sort(StateQuery query) {
    if (query.sort().size() > 1) {
      throw new ComponentException(
          "multiple SORTBY steps are not allowed. Sort multiple fields in a single step");
    }
    return query.sort().isEmpty() ? null : query.sort().getFirst();
  }
}

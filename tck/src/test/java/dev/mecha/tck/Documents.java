package dev.mecha.tck;

import dev.mecha.spi.state.BulkItem;
import dev.mecha.spi.state.StateQuery.And;
import dev.mecha.spi.state.StateQuery.Compare;
import dev.mecha.spi.state.StateQuery.Filter;
import dev.mecha.spi.state.StateQuery.In;
import dev.mecha.spi.state.StateQuery.Or;
import dev.mecha.spi.state.StateQuery.Sort;
import dev.mecha.spi.state.StateValue;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Looks into the flat documents of the suite: the last part of a path names the field. */
final class Documents {

  private Documents() {}

  static boolean matches(Filter filter, BulkItem item) {
    return switch (filter) {
      case And and -> and.filters().stream().allMatch(part -> matches(part, item));
      case Or or -> or.filters().stream().anyMatch(part -> matches(part, item));
      case In in -> in.values().stream().anyMatch(value -> compare(item, in.key(), value) == 0);
      case Compare compare -> holds(compare, compare(item, compare.key(), compare.value()));
    };
  }

  private static boolean holds(Compare compare, int difference) {
    return switch (compare.comparison()) {
      case EQ -> difference == 0;
      case NEQ -> difference != 0;
      case GT -> difference > 0;
      case GTE -> difference >= 0;
      case LT -> difference < 0;
      case LTE -> difference <= 0;
    };
  }

  /** Numbers of the suite have two digits at most. */
  private static int compare(BulkItem item, String key, @Nullable Object value) {
    return field(item, key).compareTo(padded(String.valueOf(value)));
  }

  static Comparator<BulkItem> order(List<Sort> sort) {
    Comparator<BulkItem> order = (_, _) -> 0;
    for (Sort key : sort) {
      Comparator<BulkItem> next = Comparator.comparing(item -> field(item, key.key()));
      order = order.thenComparing(key.descending() ? next.reversed() : next);
    }
    return order;
  }

  private static String field(BulkItem item, String path) {
    String name = path.substring(path.lastIndexOf('.') + 1);
    StateValue value = item.value();
    String text = value == null ? "" : new String(value.bytes(), StandardCharsets.UTF_8);
    Matcher field = Pattern.compile('"' + name + "\":\"?([^\",}]*)").matcher(text);
    return field.find() ? padded(field.group(1)) : "";
  }

  private static String padded(String text) {
    return text.length() == 1 && Character.isDigit(text.charAt(0)) ? "0" + text : text;
  }
}

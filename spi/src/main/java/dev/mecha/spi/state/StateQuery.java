package dev.mecha.spi.state;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A search over JSON values.
 *
 * @param filter which values, or null for all
 * @param sort in which order; empty for the store's own
 * @param limit the most results of one page, or 0 for no limit
 * @param token where the page starts, or null for the first
 */
public record StateQuery(
    @Nullable Filter filter, List<Sort> sort, int limit, @Nullable String token) {

  /** A condition on the content of a value. Keys are paths with dots: {@code person.org}. */
  public sealed interface Filter {}

  /**
   * Compares one field with one value.
   *
   * @param comparison how
   * @param key the field's path
   * @param value a {@link String}, {@link Number}, {@link Boolean}, or null for JSON's null
   */
  public record Compare(Comparison comparison, String key, @Nullable Object value)
      implements Filter {}

  /**
   * One field equals one of several values.
   *
   * @param key the field's path
   * @param values as in {@link Compare}; not empty
   */
  public record In(String key, List<?> values) implements Filter {}

  /**
   * All conditions hold.
   *
   * @param filters at least two
   */
  public record And(List<Filter> filters) implements Filter {}

  /**
   * Any condition holds.
   *
   * @param filters at least two
   */
  public record Or(List<Filter> filters) implements Filter {}

  /** How {@link Compare} compares. */
  public enum Comparison {
    /** equal */
    EQ,
    /** not equal */
    NEQ,
    /** greater than */
    GT,
    /** greater than or equal */
    GTE,
    /** less than */
    LT,
    /** less than or equal */
    LTE
  }

  /**
   * One key of the order.
   *
   * @param key the field's path
   * @param descending whether the greatest comes first
   */
  public record Sort(String key, boolean descending) {}
}

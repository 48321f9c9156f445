package dev.mecha.component.postgresql;

import dev.mecha.spi.ComponentException;
import dev.mecha.spi.state.StateQuery;
import dev.mecha.spi.state.StateQuery.And;
import dev.mecha.spi.state.StateQuery.Compare;
import dev.mecha.spi.state.StateQuery.Comparison;
import dev.mecha.spi.state.StateQuery.Filter;
import dev.mecha.spi.state.StateQuery.In;
import dev.mecha.spi.state.StateQuery.Or;
import dev.mecha.spi.state.StateQuery.Sort;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A search over the documents of {@link JsonFormat} as SQL. The names of fields and the values
 * compared are parameters, never part of the text.
 *
 * <p>Texts and truth values are compared as texts. Numbers are compared as numbers, in filters and
 * in the order, and only with fields that hold numbers; the peer compares their digits. The row
 * number is the last key of every order, so that pages neither repeat nor skip rows.
 *
 * @param sql the statement
 * @param parameters a {@link String}, a {@link BigDecimal} or a {@link Long} each
 * @param limit the most rows of a page, or 0 for all
 * @param offset how many rows come before the page
 */
record JsonQuery(String sql, List<Object> parameters, int limit, long offset) {

  /**
   * @param query what to find
   * @param table where
   * @return the statement; with a limit it finds one row more, which tells that there is a next
   *     page
   * @throws ComponentException if a comparison or the token has no meaning
   */
  static JsonQuery of(StateQuery query, String table) {
    var parameters = new ArrayList<Object>();
    var sql = new StringBuilder("SELECT " + JsonFormat.COLUMNS + " FROM " + table);
    sql.append(" WHERE ").append(JsonFormat.LIVE);
    if (query.filter() != null) {
      sql.append(" AND ").append(condition(query.filter(), parameters));
    }
    sql.append(" ORDER BY ");
    for (Sort sort : query.sort()) {
      sql.append(field(sort.key(), "->", parameters)).append(sort.descending() ? " DESC, " : ", ");
    }
    sql.append("row_id");
    long offset = offset(query.token());
    if (query.limit() > 0) {
      sql.append(" LIMIT ?");
      parameters.add(query.limit() + 1L);
    }
    sql.append(" OFFSET ?");
    parameters.add(offset);
    return new JsonQuery(sql.toString(), parameters, query.limit(), offset);
  }

  /**
   * @param connection where to run it
   * @return the statement with its parameters
   * @throws SQLException if the driver refuses
   */
  PreparedStatement prepare(Connection connection) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    for (int i = 0; i < parameters.size(); i++) {
      statement.setObject(i + 1, parameters.get(i));
    }
    return statement;
  }

  /** A token is the number of rows before the page, as the peer has it. */
  private static long offset(@Nullable String token) {
    if (token == null || token.isEmpty()) {
      return 0;
    }
    if (!token.matches("\\d{1,18}")) {
      throw new ComponentException(
          "token: \"" + token + "\" (expected: the token of a page before)");
    }
    return Long.parseLong(token);
  }

  private static String condition(Filter filter, List<Object> parameters) {
    return switch (filter) {
      case Compare compare -> comparison(compare, parameters);
      case In in ->
          any(in.values().stream().map(value -> equal(in.key(), value)).toList(), parameters);
      case And and -> joined(and.filters(), " AND ", parameters);
      case Or or -> any(or.filters(), parameters);
    };
  }

  private static Filter equal(String key, @Nullable Object value) {
    return new Compare(Comparison.EQ, key, value);
  }

  private static String any(List<? extends Filter> filters, List<Object> parameters) {
    return joined(filters, " OR ", parameters);
  }

  private static String joined(List<? extends Filter> filters, String by, List<Object> parameters) {
    return filters.stream()
        .map(filter -> condition(filter, parameters))
        .collect(Collectors.joining(by, "(", ")"));
  }

  private static String comparison(Compare compare, List<Object> parameters) {
    return switch (compare.value()) {
      case null -> null_(compare, parameters);
      case Number number -> number(compare, number, parameters);
      case Object other -> text(compare, other.toString(), parameters);
    };
  }

  private static String null_(Compare compare, List<Object> parameters) {
    requireEquality(compare, "null");
    return field(compare.key(), "->", parameters) + operator(compare) + "CAST('null' AS jsonb)";
  }

  private static String text(Compare compare, String value, List<Object> parameters) {
    requireEquality(compare, value);
    String field = field(compare.key(), "->>", parameters);
    parameters.add(value);
    return field + operator(compare) + "?";
  }

  /**
   * The order of JSON values puts all numbers between other kinds, which a range must not include.
   */
  private static String number(Compare compare, Number value, List<Object> parameters) {
    String field = field(compare.key(), "->", parameters);
    parameters.add(new BigDecimal(value.toString()));
    String condition = field + operator(compare) + "to_jsonb(CAST(? AS numeric))";
    return isEquality(compare)
        ? condition
        : "("
            + condition
            + " AND jsonb_typeof("
            + field(compare.key(), "->", parameters)
            + ") = 'number')";
  }

  private static void requireEquality(Compare compare, String value) {
    if (!isEquality(compare)) {
      throw new ComponentException(
          "unsupported type of value " + value + "; string type not permitted");
    }
  }

  private static boolean isEquality(Compare compare) {
    return compare.comparison() == Comparison.EQ || compare.comparison() == Comparison.NEQ;
  }

  private static String operator(Compare compare) {
    return switch (compare.comparison()) {
      case EQ -> " = ";
      case NEQ -> " <> ";
      case GT -> " > ";
      case GTE -> " >= ";
      case LT -> " < ";
      case LTE -> " <= ";
    };
  }

  /** The way to a field, written so that the planner finds an index on the same way. */
  private static String field(String key, String last, List<Object> parameters) {
    String[] steps = key.split("\\.", -1);
    var way = new StringBuilder("value");
    for (int i = 0; i < steps.length; i++) {
      way.append(i == steps.length - 1 ? last : "->").append("CAST(? AS text)");
      parameters.add(steps[i]);
    }
    return '(' + way.toString() + ')';
  }
}

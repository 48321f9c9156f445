package dev.mecha.component.postgresql;

import dev.mecha.spi.ComponentException;
import dev.mecha.spi.state.BulkItem;
import dev.mecha.spi.state.KeysPage;
import dev.mecha.spi.state.QueryResult;
import dev.mecha.spi.state.StateValue;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads rows and makes answers of them. */
final class Rows {

  private final Format format;

  Rows(Format format) {
    this.format = format;
  }

  /** The value under a key, or null. */
  @Nullable StateValue one(Connection connection, String key) throws SQLException {
    try (var statement = connection.prepareStatement(format.statements().get())) {
      statement.setString(1, key);
      try (var rows = statement.executeQuery()) {
        return rows.next() ? format.value(rows) : null;
      }
    }
  }

  /** One item per key, in the order of the keys. */
  List<BulkItem> many(Connection connection, List<String> keys) throws SQLException {
    var found = new HashMap<String, BulkItem>();
    try (var statement = connection.prepareStatement(format.statements().getMany())) {
      statement.setArray(1, connection.createArrayOf("text", keys.toArray()));
      items(statement).forEach(item -> found.put(item.key(), item));
    }
    return keys.stream()
        .map(key -> found.getOrDefault(key, new BulkItem(key, null, null)))
        .toList();
  }

  /** One page of a search; one row more than the page holds tells that there is another page. */
  QueryResult page(Connection connection, JsonQuery query) throws SQLException {
    List<BulkItem> items;
    try (var statement = query.prepare(connection)) {
      items = items(statement);
    }
    boolean more = query.limit() > 0 && items.size() > query.limit();
    return more
        ? new QueryResult(
            items.subList(0, query.limit()),
            Long.toString(query.offset() + query.limit()),
            Map.of())
        : new QueryResult(items, null, Map.of());
  }

  /** A value that cannot be read is the failure of its item, not of the others. */
  private List<BulkItem> items(PreparedStatement statement) throws SQLException {
    var items = new ArrayList<BulkItem>();
    try (var rows = statement.executeQuery()) {
      while (rows.next()) {
        items.add(item(rows));
      }
    }
    return items;
  }

  private BulkItem item(ResultSet row) throws SQLException {
    String key = row.getString(1);
    try {
      return new BulkItem(key, format.value(row), null);
    } catch (SQLException e) {
      return new BulkItem(key, null, String.valueOf(e.getMessage()));
    }
  }

  /** One page of keys; the number of its last row is the token of the next page. */
  KeysPage keys(Connection connection, String pattern, int limit, long after) throws SQLException {
    try (var statement = connection.prepareStatement(format.statements().keysLike())) {
      statement.setString(1, pattern);
      statement.setLong(2, after);
      if (limit > 0) {
        statement.setLong(3, limit + 1L);
      } else {
        statement.setNull(3, Types.BIGINT);
      }
      try (var rows = statement.executeQuery()) {
        return keys(rows, limit);
      }
    }
  }

  private static KeysPage keys(ResultSet rows, int limit) throws SQLException {
    var keys = new ArrayList<String>();
    long last = 0;
    while (rows.next()) {
      if (limit > 0 && keys.size() == limit) {
        return new KeysPage(keys, Long.toString(last));
      }
      keys.add(rows.getString(1));
      last = rows.getLong(2);
    }
    return new KeysPage(keys, null);
  }

  /**
   * @param token of a page of keys, or null or empty for the first
   * @return the number of the row after which the page starts
   */
  static long number(@Nullable String token) {
    if (token == null || token.isEmpty()) {
      return Long.MIN_VALUE;
    }
    if (!token.matches("-?\\d{1,18}")) {
      throw new ComponentException(
          "continuationToken: \"" + token + "\" (expected: the token of a page before)");
    }
    return Long.parseLong(token);
  }
}

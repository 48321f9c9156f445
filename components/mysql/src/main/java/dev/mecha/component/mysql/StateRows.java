package dev.mecha.component.mysql;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mecha.spi.ComponentException;
import dev.mecha.spi.state.BulkItem;
import dev.mecha.spi.state.KeysPage;
import dev.mecha.spi.state.StateValue;
import dev.mecha.spi.state.TimeToLive;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads rows and makes answers of them. */
final class StateRows {

  private final Statements sql;

  StateRows(Statements sql) {
    this.sql = sql;
  }

  /** The value under a key, or null. */
  @Nullable StateValue one(Connection connection, String key) throws SQLException {
    try (var statement = connection.prepareStatement(sql.get())) {
      statement.setString(1, key);
      try (var rows = statement.executeQuery()) {
        return rows.next() ? value(rows) : null;
      }
    }
  }

  /** One item per key, in the order of the keys. */
  List<BulkItem> many(Connection connection, List<String> keys) throws SQLException {
    var found = new HashMap<String, BulkItem>();
    try (var statement = connection.prepareStatement(sql.getMany(keys.size()))) {
      for (int i = 0; i < keys.size(); i++) {
        statement.setString(i + 1, keys.get(i));
      }
      try (var rows = statement.executeQuery()) {
        while (rows.next()) {
          found.put(rows.getString(1), item(rows));
        }
      }
    }
    return keys.stream()
        .map(key -> found.getOrDefault(key, new BulkItem(key, null, null)))
        .toList();
  }

  /** A value that cannot be read is the failure of its item, not of the others. */
  private static BulkItem item(ResultSet row) throws SQLException {
    try {
      return new BulkItem(row.getString(1), value(row), null);
    } catch (ComponentException e) {
      return new BulkItem(row.getString(1), null, e.getMessage());
    }
  }

  private static StateValue value(ResultSet row) throws SQLException {
    String text = row.getString(2);
    long expiry = row.getLong(5);
    return new StateValue(
        row.getBoolean(4) ? bytes(text) : text.getBytes(UTF_8),
        row.getString(3),
        expiry == 0 ? Map.of() : TimeToLive.expiring(Instant.ofEpochSecond(expiry)));
  }

  private static byte[] bytes(String text) {
    try {
      return Base64.getDecoder().decode(text.substring(1, Math.max(1, text.length() - 1)));
    } catch (IllegalArgumentException e) {
      throw new ComponentException("a value that is marked as binary is not in Base64", e);
    }
  }

  /** One page of keys; the number of its last row is the token of the next page. */
  KeysPage keys(Connection connection, String pattern, int limit, long after) throws SQLException {
    try (var statement = connection.prepareStatement(sql.keysLike())) {
      statement.setString(1, pattern);
      statement.setLong(2, after);
      statement.setLong(3, limit > 0 ? limit + 1L : Long.MAX_VALUE);
      try (var rows = statement.executeQuery()) {
        return page(rows, limit);
      }
    }
  }

  private static KeysPage page(ResultSet rows, int limit) throws SQLException {
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
      return 0;
    }
    if (!token.matches("\\d{1,18}")) {
      throw new ComponentException(
          "continuationToken: \"" + token + "\" (expected: the token of a page before)");
    }
    return Long.parseLong(token);
  }
}

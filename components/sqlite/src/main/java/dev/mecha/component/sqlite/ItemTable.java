package dev.mecha.component.sqlite;

import dev.mecha.spi.configuration.ConfigurationItem;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The table of items. Others write it: {@code INSERT OR REPLACE INTO configuration ...}. */
final class ItemTable {

  private final String create;
  private final String all;
  private final String one;
  private final boolean readOnly;

  /**
   * @param name letters, digits and underscores
   * @param readOnly whether it has to be there
   */
  ItemTable(String name, boolean readOnly) {
    this.create =
        "CREATE TABLE IF NOT EXISTS "
            + name
            + " (key TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL, version TEXT)";
    this.all = "SELECT key, value, version FROM " + name;
    this.one = all + " WHERE key = ?";
    this.readOnly = readOnly;
  }

  void ensure(Statement statement) throws SQLException {
    if (!readOnly) {
      statement.execute(create);
    }
  }

  /**
   * @param keys which; all if empty
   * @return the items, all of one moment
   */
  Map<String, ConfigurationItem> read(Session session, List<String> keys) throws SQLException {
    return session.atomically(
        open -> {
          var items = new HashMap<String, ConfigurationItem>();
          if (keys.isEmpty()) {
            collect(open.prepare(all), items);
          }
          for (String key : keys) {
            PreparedStatement statement = open.prepare(one);
            statement.setString(1, key);
            collect(statement, items);
          }
          return items;
        });
  }

  private static void collect(PreparedStatement statement, Map<String, ConfigurationItem> items)
      throws SQLException {
    try (ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        items.put(
            text(rows.getString(1)),
            ConfigurationItem.of(text(rows.getString(2)), text(rows.getString(3))));
      }
    }
  }

  private static String text(@Nullable String value) {
    return value == null ? "" : value;
  }
}

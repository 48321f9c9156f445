package dev.mecha.component.postgresql;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.InvalidMetadataException;
import dev.mecha.spi.Property;
import dev.mecha.spi.configuration.ConfigurationItem;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The table of items, which others make and fill as the peer says: {@code key}, {@code value},
 * {@code version} and {@code metadata} in JSON. Of several rows with one key the one counts whose
 * version is the highest number.
 *
 * @param name as it stands in SQL
 */
record ItemTable(String name) {

  private static final JsonFactory JSON = new JsonFactory();
  private static final Pattern KEY = Pattern.compile("[a-zA-Z0-9./_]*");
  private static final Pattern NAME = Pattern.compile("[a-z_][a-z0-9_]*(\\.[a-z_][a-z0-9_]*)?");
  private static final int LONGEST = 64;

  /**
   * @param property names the table
   * @return the table
   * @throws InvalidMetadataException if it is missing or no name
   */
  static ItemTable of(Property property) {
    String name = property.required();
    if (name.length() > LONGEST || !NAME.matcher(name).matches()) {
      throw new InvalidMetadataException(
          "table: \""
              + name
              + "\" (expected: a name of up to 64 lower-case letters, digits and underscores;"
              + " non-alphanumerics or upper cased table names are not supported)");
    }
    return new ItemTable(name);
  }

  /**
   * @throws ComponentException if the table is not there
   */
  boolean require(Connection connection) throws SQLException {
    if (!new Table(connection, name).exists()) {
      throw new ComponentException("postgreSQL configuration table '" + name + "' does not exist");
    }
    return true;
  }

  /**
   * @throws ComponentException if a key has a character that the peer refuses
   */
  static void check(List<String> keys) {
    for (String key : keys) {
      if (!KEY.matcher(key).matches()) {
        throw new ComponentException("invalid key : '" + key + "'");
      }
    }
  }

  /**
   * @param keys which; all if empty
   */
  Map<String, ConfigurationItem> read(Connection connection, List<String> keys)
      throws SQLException {
    String all = "SELECT key, value, version, metadata FROM " + name;
    try (var statement =
        connection.prepareStatement(keys.isEmpty() ? all : all + " WHERE key = ANY (?)")) {
      if (!keys.isEmpty()) {
        statement.setArray(1, connection.createArrayOf("text", keys.toArray()));
      }
      try (var rows = statement.executeQuery()) {
        var items = new HashMap<String, ConfigurationItem>();
        while (rows.next()) {
          items.merge(rows.getString(1), item(rows), ItemTable::newer);
        }
        return items;
      }
    }
  }

  private static ConfigurationItem newer(ConfigurationItem one, ConfigurationItem other) {
    return number(other.version()) > number(one.version()) ? other : one;
  }

  private static long number(String version) {
    try {
      return Long.parseLong(version);
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  private static ConfigurationItem item(ResultSet row) throws SQLException {
    return new ConfigurationItem(
        text(row.getString(2)), text(row.getString(3)), metadata(row.getString(4)));
  }

  private static String text(@Nullable String value) {
    return value == null ? "" : value;
  }

  /** Texts of a JSON object; other values as they stand there. */
  private static Map<String, String> metadata(@Nullable String json) throws SQLException {
    var metadata = new HashMap<String, String>();
    if (json == null) {
      return metadata;
    }
    try (var parser = JSON.createParser(json)) {
      if (parser.nextToken() == JsonToken.START_OBJECT) {
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          String name = parser.currentName();
          if (parser.nextToken().isScalarValue()) {
            metadata.put(name, parser.getText());
          } else {
            parser.skipChildren();
          }
        }
      }
      return metadata;
    } catch (IOException e) {
      throw new SQLException("the metadata of an item are not JSON", e);
    }
  }
}

package dev.mecha.component.mysql;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.Locale;

/** Writes rows as a JSON list of objects, one field for each column that is not null. */
final class RowsJson {

  private static final JsonFactory JSON = new JsonFactory();

  private RowsJson() {}

  static byte[] none() {
    return "[]".getBytes(US_ASCII);
  }

  static byte[] write(ResultSet rows) throws SQLException {
    var out = new ByteArrayOutputStream();
    ResultSetMetaData columns = rows.getMetaData();
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartArray();
      while (rows.next()) {
        json.writeStartObject();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
          column(json, rows, i, columns);
        }
        json.writeEndObject();
      }
      json.writeEndArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static void column(
      JsonGenerator json, ResultSet rows, int column, ResultSetMetaData columns)
      throws SQLException, IOException {
    String text = rows.getString(column);
    if (text == null) {
      return;
    }
    json.writeFieldName(columns.getColumnLabel(column));
    String type = columns.getColumnTypeName(column).toUpperCase(Locale.ROOT);
    switch (type.split("[ (]", 2)[0]) {
      case "TINYINT",
          "SMALLINT",
          "MEDIUMINT",
          "INT",
          "INTEGER",
          "BIGINT",
          "YEAR",
          "FLOAT",
          "DOUBLE" ->
          json.writeNumber(text);
      case "JSON" -> json.writeRawValue(text);
      case "BIT", "BINARY", "VARBINARY", "TINYBLOB", "BLOB", "MEDIUMBLOB", "LONGBLOB", "GEOMETRY" ->
          json.writeBinary(rows.getBytes(column));
      case "DATE" -> json.writeString(text + "T00:00:00Z");
      case "DATETIME", "TIMESTAMP" -> json.writeString(time(text));
      default -> json.writeString(text);
    }
  }

  /** As RFC 3339 writes it; the server says no zone, and the peer takes it for universal time. */
  private static String time(String text) {
    String whole = text.indexOf('.') < 0 ? text : text.replaceAll("\\.?0+$", "");
    return whole.replace(' ', 'T') + "Z";
  }
}

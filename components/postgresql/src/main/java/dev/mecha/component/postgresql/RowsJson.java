package dev.mecha.component.postgresql;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Set;

/** Writes rows as a JSON list of lists. */
final class RowsJson {

  private static final JsonFactory JSON = new JsonFactory();
  private static final Set<String> JSON_TYPES = Set.of("json", "jsonb");

  private RowsJson() {}

  static byte[] none() {
    return "[]".getBytes(US_ASCII);
  }

  static byte[] write(ResultSet rows) throws SQLException {
    var out = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartArray();
      int columns = rows.getMetaData().getColumnCount();
      while (rows.next()) {
        json.writeStartArray();
        for (int i = 1; i <= columns; i++) {
          column(json, rows, i);
        }
        json.writeEndArray();
      }
      json.writeEndArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static void column(JsonGenerator json, ResultSet rows, int column)
      throws SQLException, IOException {
    String type = rows.getMetaData().getColumnTypeName(column);
    String text = rows.getString(column);
    if (text == null) {
      json.writeNull();
    } else if (JSON_TYPES.contains(type)) {
      json.writeRawValue(text);
    } else if (type.startsWith("_")) {
      array(json, rows.getArray(column));
    } else {
      switch (type) {
        case "int2", "int4", "int8", "oid", "numeric", "float4", "float8" -> number(json, text);
        case "bool" -> json.writeBoolean(rows.getBoolean(column));
        case "bytea" -> json.writeBinary(rows.getBytes(column));
        case "date", "timestamp", "timestamptz" -> json.writeString(time(rows, column, type, text));
        default -> json.writeString(text);
      }
    }
  }

  /** What JSON has no number for is a text. */
  private static void number(JsonGenerator json, String text) throws IOException {
    try {
      BigDecimal checked = new BigDecimal(text);
      json.writeNumber(checked.scale() < 0 ? checked.toPlainString() : text);
    } catch (NumberFormatException e) {
      json.writeString(text);
    }
  }

  /** As RFC 3339 writes it, in universal time; what no calendar has stays as it is. */
  private static String time(ResultSet rows, int column, String type, String text)
      throws SQLException {
    if (text.contains("infinity") || text.endsWith("BC")) {
      return text;
    }
    OffsetDateTime time =
        switch (type) {
          case "date" ->
              rows.getObject(column, LocalDate.class).atStartOfDay().atOffset(ZoneOffset.UTC);
          case "timestamp" -> rows.getObject(column, LocalDateTime.class).atOffset(ZoneOffset.UTC);
          default ->
              rows.getObject(column, OffsetDateTime.class).withOffsetSameInstant(ZoneOffset.UTC);
        };
    return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time);
  }

  private static void array(JsonGenerator json, Array array) throws SQLException, IOException {
    elements(json, (Object[]) array.getArray());
  }

  private static void elements(JsonGenerator json, Object[] elements) throws IOException {
    json.writeStartArray();
    for (Object element : elements) {
      switch (element) {
        case null -> json.writeNull();
        case Object[] nested -> elements(json, nested);
        case Boolean truth -> json.writeBoolean(truth);
        case Number number -> number(json, number.toString());
        default -> json.writeString(element.toString());
      }
    }
    json.writeEndArray();
  }
}

package dev.mecha.component.postgresql;

import dev.mecha.spi.state.ETagException;
import dev.mecha.spi.state.SetRequest;
import dev.mecha.spi.state.StateFeature;
import dev.mecha.spi.state.StateValue;
import dev.mecha.spi.state.ValueEncoding;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/**
 * Version 1: values as JSON documents, the number of the last transaction that wrote a row as ETag.
 * A document comes back as PostgreSQL writes it: with other white space and in another order of
 * names. Bytes are kept as a JSON text in Base64, and so is a document with a NUL character, which
 * PostgreSQL cannot keep as one.
 */
record JsonFormat(StateSettings settings, Statements statements) implements Format {

  /** What a query has to select and to exclude. */
  static final String COLUMNS = "key, value::text, isbinary, xmin::text, expiredate";

  /** What has not expired. */
  static final String LIVE = "(expiredate IS NULL OR expiredate >= CURRENT_TIMESTAMP)";

  private static final long MAX_TRANSACTION = 0xFFFF_FFFFL;

  /**
   * @param settings which tables
   */
  JsonFormat(StateSettings settings) {
    this(settings, statements(settings.table()));
  }

  private static Statements statements(String table) {
    String select = "SELECT " + COLUMNS + " FROM " + table + " WHERE ";
    String expiry = "CURRENT_TIMESTAMP + ? * INTERVAL '1 second'";
    String set =
        "INSERT INTO "
            + table
            + " AS t (key, value, isbinary, expiredate) VALUES (?, CAST(? AS jsonb), ?, "
            + expiry
            + ") ON CONFLICT (key) DO UPDATE SET value = excluded.value,"
            + " isbinary = excluded.isbinary, updatedate = CURRENT_TIMESTAMP,"
            + " expiredate = excluded.expiredate";
    return new Statements(
        select + "key = ? AND " + LIVE,
        select + "key = ANY(?) AND " + LIVE,
        set,
        set + " WHERE t.expiredate < CURRENT_TIMESTAMP",
        "UPDATE "
            + table
            + " SET value = CAST(? AS jsonb), isbinary = ?, updatedate = CURRENT_TIMESTAMP,"
            + " expiredate = "
            + expiry
            + " WHERE key = ? AND xmin = CAST(? AS xid) AND "
            + LIVE,
        "DELETE FROM " + table + " WHERE key = ?",
        "DELETE FROM " + table + " WHERE key = ? AND xmin = CAST(? AS xid) AND " + LIVE,
        "SELECT key, row_id FROM "
            + table
            + " WHERE key LIKE ? AND row_id > ? AND "
            + LIVE
            + " ORDER BY row_id LIMIT ?",
        "DELETE FROM " + table + " WHERE expiredate < CURRENT_TIMESTAMP");
  }

  @Override
  public Set<StateFeature> features() {
    return Set.of(
        StateFeature.ETAG,
        StateFeature.TRANSACTIONAL,
        StateFeature.TTL,
        StateFeature.KEYS_LIKE,
        StateFeature.BULK_GET,
        StateFeature.QUERY);
  }

  @Override
  public String levelKey() {
    return "migrations";
  }

  @Override
  public String cleanupKey() {
    return "last-cleanup";
  }

  @Override
  public List<Table.Level> levels() {
    return List.of(
        JsonFormat::create,
        table ->
            table.execute(
                "ALTER TABLE "
                    + table.name()
                    + " ADD COLUMN IF NOT EXISTS expiredate timestamp with time zone"),
        table -> table.numberRows("insertdate"));
  }

  private static void create(Table table) throws SQLException {
    table.execute(
        "CREATE TABLE IF NOT EXISTS "
            + table.name()
            + " (key text NOT NULL PRIMARY KEY,"
            + " value jsonb NOT NULL, isbinary boolean NOT NULL,"
            + " insertdate timestamp with time zone NOT NULL DEFAULT now(),"
            + " updatedate timestamp with time zone)");
  }

  @Override
  public int bind(PreparedStatement statement, int first, SetRequest request) throws SQLException {
    boolean document = request.encoding() == ValueEncoding.JSON && !mayHoldNul(request.value());
    statement.setString(
        first,
        document
            ? new String(request.value(), StandardCharsets.UTF_8)
            : '"' + Base64.getEncoder().encodeToString(request.value()) + '"');
    statement.setBoolean(first + 1, !document);
    Format.bindTimeToLive(statement, first + 2, request);
    return first + 3;
  }

  /**
   * Looks for the escape of a NUL; may find one where a backslash is escaped, which does no harm.
   */
  private static boolean mayHoldNul(byte[] json) {
    for (int i = 0; i + 5 < json.length; i++) {
      if (json[i] == '\\'
          && json[i + 1] == 'u'
          && json[i + 2] == '0'
          && json[i + 3] == '0'
          && json[i + 4] == '0'
          && json[i + 5] == '0') {
        return true;
      }
    }
    return false;
  }

  @Override
  public void bindEtag(PreparedStatement statement, int index, String key, String etag)
      throws SQLException {
    statement.setString(index, Long.toString(transaction(etag)));
  }

  private static long transaction(String etag) {
    try {
      long number = etag.startsWith("+") ? -1 : Long.parseLong(etag);
      if (number >= 0 && number <= MAX_TRANSACTION) {
        return number;
      }
      throw ETagException.invalid(etag);
    } catch (NumberFormatException e) {
      throw ETagException.invalid(etag);
    }
  }

  @Override
  public StateValue value(ResultSet row) throws SQLException {
    byte[] json = row.getBytes(2);
    return new StateValue(
        row.getBoolean(3) ? decode(json) : json, row.getString(4), Format.expiry(row, 5));
  }

  private static byte[] decode(byte[] json) throws SQLException {
    try {
      return Base64.getDecoder().decode(Arrays.copyOfRange(json, 1, json.length - 1));
    } catch (IllegalArgumentException e) {
      throw new SQLException("a value that is marked as binary is not in Base64");
    }
  }
}

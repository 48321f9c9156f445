package dev.mecha.component.postgresql;

import dev.mecha.spi.state.ETagException;
import dev.mecha.spi.state.SetRequest;
import dev.mecha.spi.state.StateFeature;
import dev.mecha.spi.state.StateValue;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/** Version 2: values as bytes, a random UUID as ETag. */
record BinaryFormat(StateSettings settings, Statements statements) implements Format {

  private static final Pattern UUID_TEXT =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  /**
   * @param settings which tables
   */
  BinaryFormat(StateSettings settings) {
    this(settings, statements(settings.table()));
  }

  private static Statements statements(String table) {
    String live = "(expires_at IS NULL OR expires_at >= now())";
    String select = "SELECT key, value, etag, expires_at FROM " + table + " WHERE ";
    String expiry = "now() + ? * INTERVAL '1 second'";
    String set =
        "INSERT INTO "
            + table
            + " AS t (key, value, etag, expires_at) VALUES (?, ?, gen_random_uuid(), "
            + expiry
            + ") ON CONFLICT (key) DO UPDATE SET value = excluded.value, updated_at = now(),"
            + " etag = excluded.etag, expires_at = excluded.expires_at";
    return new Statements(
        select + "key = ? AND " + live,
        select + "key = ANY(?) AND " + live,
        set,
        set + " WHERE t.expires_at < now()",
        "UPDATE "
            + table
            + " SET value = ?, updated_at = now(), etag = gen_random_uuid(), expires_at = "
            + expiry
            + " WHERE key = ? AND etag = ? AND "
            + live,
        "DELETE FROM " + table + " WHERE key = ?",
        "DELETE FROM " + table + " WHERE key = ? AND etag = ? AND " + live,
        "SELECT key, row_id FROM "
            + table
            + " WHERE key LIKE ? AND row_id > ? AND "
            + live
            + " ORDER BY row_id LIMIT ?",
        "DELETE FROM " + table + " WHERE expires_at < now()");
  }

  @Override
  public Set<StateFeature> features() {
    return Set.of(
        StateFeature.ETAG,
        StateFeature.TRANSACTIONAL,
        StateFeature.TTL,
        StateFeature.KEYS_LIKE,
        StateFeature.BULK_GET);
  }

  @Override
  public String levelKey() {
    return "migrations-state-v2-" + settings.prefix();
  }

  @Override
  public String cleanupKey() {
    return "last-cleanup-state-v2-" + settings.prefix();
  }

  @Override
  public List<Table.Level> levels() {
    return List.of(BinaryFormat::create, table -> table.numberRows("created_at"));
  }

  private static void create(Table table) throws SQLException {
    table.execute(
        "CREATE TABLE IF NOT EXISTS "
            + table.name()
            + " (key text NOT NULL PRIMARY KEY,"
            + " value bytea NOT NULL, etag uuid NOT NULL DEFAULT gen_random_uuid(),"
            + " created_at timestamp with time zone NOT NULL DEFAULT now(),"
            + " updated_at timestamp with time zone, expires_at timestamp with time zone)");
    table.index("INDEX", "expires_at", "_expires_at_idx");
  }

  @Override
  public int bind(PreparedStatement statement, int first, SetRequest request) throws SQLException {
    statement.setBytes(first, request.value());
    Format.bindTimeToLive(statement, first + 1, request);
    return first + 2;
  }

  /** A text that is no UUID is a version that is not there, as the peer has it. */
  @Override
  public void bindEtag(PreparedStatement statement, int index, String key, String etag)
      throws SQLException {
    if (!UUID_TEXT.matcher(etag).matches()) {
      throw ETagException.mismatch(key);
    }
    statement.setObject(index, UUID.fromString(etag));
  }

  @Override
  public StateValue value(ResultSet row) throws SQLException {
    return new StateValue(row.getBytes(2), row.getString(3), Format.expiry(row, 4));
  }
}

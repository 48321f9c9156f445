package dev.mecha.component.sqlite;

/**
 * The statements. The schema is the peer's: the level of a schema is in the metadata table under
 * {@code migrations}, and level 1 has the table of values. Names are quoted, so that a keyword may
 * be one.
 */
record Sql(
    String createMetadata,
    String createState,
    String hasState,
    String readLevel,
    String writeLevel,
    String get,
    String put,
    String create,
    String replace,
    String remove,
    String removeVersion,
    String keys,
    String claimCleanup,
    String removeExpired) {

  /**
   * The level of the schema that this code writes; a higher one is assumed to be a superset, as the
   * peer does.
   */
  static final int LEVEL = 1;

  private static final String LIVE = "(expiration_time IS NULL OR expiration_time > ?)";

  static Sql of(String stateTable, String metadataTable) {
    String state = '"' + stateTable + '"';
    String metadata = '"' + metadataTable + '"';
    String insert =
        "INSERT INTO "
            + state
            + " (key, value, is_binary, etag, update_time, expiration_time) VALUES (?, ?, ?, ?, ?,"
            + " ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value, is_binary ="
            + " excluded.is_binary, etag = excluded.etag, update_time = excluded.update_time,"
            + " expiration_time = excluded.expiration_time";
    return new Sql(
        "CREATE TABLE IF NOT EXISTS "
            + metadata
            + " (key text NOT NULL PRIMARY KEY, value text NOT NULL)",
        "CREATE TABLE IF NOT EXISTS "
            + state
            + " (key TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL, is_binary BOOLEAN NOT NULL,"
            + " etag TEXT NOT NULL, expiration_time TIMESTAMP DEFAULT NULL,"
            + " update_time TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP)",
        "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name IN ('"
            + stateTable
            + "', '"
            + metadataTable
            + "')",
        "SELECT value FROM " + metadata + " WHERE key = 'migrations'",
        "REPLACE INTO " + metadata + " (key, value) VALUES ('migrations', '" + LEVEL + "')",
        "SELECT value, is_binary, etag, expiration_time FROM "
            + state
            + " WHERE key = ? AND "
            + LIVE,
        insert,
        insert + " WHERE expiration_time IS NOT NULL AND expiration_time <= excluded.update_time",
        "UPDATE "
            + state
            + " SET value = ?, is_binary = ?, etag = ?, update_time = ?, expiration_time = ?"
            + " WHERE key = ? AND etag = ? AND "
            + LIVE,
        "DELETE FROM " + state + " WHERE key = ?",
        "DELETE FROM " + state + " WHERE key = ? AND etag = ? AND " + LIVE,
        "SELECT key, rowid FROM "
            + state
            + " WHERE key GLOB ? AND rowid > ? AND "
            + LIVE
            + " ORDER BY rowid LIMIT ?",
        "INSERT INTO "
            + metadata
            + " (key, value) VALUES ('last-cleanup', ?) ON CONFLICT (key) DO UPDATE"
            + " SET value = excluded.value"
            + " WHERE (unixepoch(excluded.value) - unixepoch(value)) * 1000 > ?",
        "DELETE FROM " + state + " WHERE expiration_time IS NOT NULL AND expiration_time <= ?");
  }
}

package dev.mecha.component.sqlite;

/**
 * The statements of {@code nameresolution.sqlite}. The schema is the peer's: its level is in the
 * metadata table under {@code nr-migrations}, and level 1 has the table of hosts. Names are quoted,
 * so that a keyword may be one.
 */
record HostSql(
    String createMetadata,
    String createHosts,
    String indexAddress,
    String indexUpdate,
    String hasTables,
    String readLevel,
    String writeLevel,
    String put,
    String renew,
    String remove,
    String find,
    String claimCleanup,
    String removeDead) {

  static final int LEVEL = 1;

  static HostSql of(String hostTable, String metadataTable) {
    String hosts = '"' + hostTable + '"';
    String metadata = '"' + metadataTable + '"';
    return new HostSql(
        "CREATE TABLE IF NOT EXISTS "
            + metadata
            + " (key text NOT NULL PRIMARY KEY, value text NOT NULL)",
        "CREATE TABLE IF NOT EXISTS "
            + hosts
            + " (registration_id TEXT NOT NULL PRIMARY KEY, address TEXT NOT NULL,"
            + " app_id TEXT NOT NULL, namespace TEXT NOT NULL, last_update INTEGER NOT NULL)",
        "CREATE UNIQUE INDEX IF NOT EXISTS "
            + '"'
            + hostTable
            + "_address_idx\" ON "
            + hosts
            + " (address)",
        "CREATE INDEX IF NOT EXISTS "
            + '"'
            + hostTable
            + "_last_update_idx\" ON "
            + hosts
            + " (last_update)",
        "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name IN ('"
            + hostTable
            + "', '"
            + metadataTable
            + "')",
        "SELECT value FROM " + metadata + " WHERE key = 'nr-migrations'",
        "REPLACE INTO " + metadata + " (key, value) VALUES ('nr-migrations', '" + LEVEL + "')",
        // The namespace stays empty as with the peer, which does not tell namespaces apart here.
        "REPLACE INTO "
            + hosts
            + " (registration_id, address, app_id, namespace, last_update)"
            + " VALUES (?, ?, ?, '', ?)",
        "UPDATE " + hosts + " SET last_update = ? WHERE registration_id = ? AND address = ?",
        "DELETE FROM " + hosts + " WHERE registration_id = ?",
        "SELECT address FROM " + hosts + " WHERE app_id = ? AND ? - last_update < ?",
        "INSERT INTO "
            + metadata
            + " (key, value) VALUES ('nr-last-cleanup', datetime(?, 'unixepoch'))"
            + " ON CONFLICT (key) DO UPDATE SET value = excluded.value"
            + " WHERE (unixepoch(excluded.value) - unixepoch(value)) * 1000 > ?",
        "DELETE FROM " + hosts + " WHERE ? - last_update >= ?");
  }
}

package dev.mecha.component.mysql;

/**
 * The statements of a state store. Those that write bind value, ETag, whether it is binary, and the
 * life span in seconds or null, in this order.
 *
 * @param get one value by its key
 * @param set creates or replaces a value; the key first
 * @param create creates a value where there is none; the key first
 * @param replace replaces the value of a version; key and ETag last
 * @param delete removes a value by its key
 * @param deleteVersion removes the value of a version by key and ETag
 * @param keysLike keys by pattern, number of the row before, and limit
 * @param removeExpired removes what has expired
 * @param takeTurn writes down that expired values are removed now, if that was longer ago than
 *     milliseconds
 */
record Statements(
    String get,
    String set,
    String create,
    String replace,
    String delete,
    String deleteVersion,
    String keysLike,
    String removeExpired,
    String takeTurn) {

  private static final String ALIVE = "(expiredate IS NULL OR expiredate > CURRENT_TIMESTAMP)";
  private static final String DEAD = "expiredate IS NOT NULL AND expiredate <= CURRENT_TIMESTAMP";
  private static final String COLUMNS = "id, value, eTag, isbinary, UNIX_TIMESTAMP(expiredate)";

  /**
   * The column counts whole seconds: nothing expires early, and what would live beyond the column's
   * range lives to its end.
   */
  private static final String EXPIRY =
      "FROM_UNIXTIME(LEAST(CEIL(UNIX_TIMESTAMP(NOW(6))) + ?, 2147483647))";

  private static final String INSERT =
      " (id, value, eTag, isbinary, expiredate) VALUES (?, ?, ?, ?, " + EXPIRY + ")";

  /**
   * @param settings of the store
   * @return its statements
   */
  static Statements of(StateSettings settings) {
    String states = settings.states();
    return new Statements(
        "SELECT " + COLUMNS + " FROM " + states + " WHERE id = ? AND " + ALIVE,
        "INSERT INTO " + states + INSERT + " ON DUPLICATE KEY UPDATE " + all("VALUES(%1$s)"),
        "INSERT INTO "
            + states
            + INSERT
            + " ON DUPLICATE KEY UPDATE "
            + all("IF(" + DEAD + ", VALUES(%1$s), %1$s)"),
        "UPDATE "
            + states
            + " SET value = ?, eTag = ?, isbinary = ?, expiredate = "
            + EXPIRY
            + " WHERE id = ? AND eTag = ? AND "
            + ALIVE,
        "DELETE FROM " + states + " WHERE id = ?",
        "DELETE FROM " + states + " WHERE id = ? AND eTag = ? AND " + ALIVE,
        "SELECT id, row_id FROM "
            + states
            + " WHERE id LIKE ? AND row_id > ? AND "
            + ALIVE
            + " ORDER BY row_id LIMIT ?",
        "DELETE FROM " + states + " WHERE " + DEAD,
        "INSERT INTO "
            + settings.metadata()
            + " (id, value) VALUES ('last-cleanup', CURRENT_TIMESTAMP) ON DUPLICATE KEY UPDATE"
            + " value = IF(CURRENT_TIMESTAMP > DATE_ADD(value, INTERVAL ? * 1000 MICROSECOND),"
            + " CURRENT_TIMESTAMP, value)");
  }

  /** The expiry comes last: assignments are made one after the other, and others look at it. */
  private static String all(String value) {
    return "value = %s, eTag = %s, isbinary = %s, expiredate = %s"
        .formatted(
            value.formatted("value"),
            value.formatted("eTag"),
            value.formatted("isbinary"),
            value.formatted("expiredate"));
  }

  /**
   * @param count how many keys
   * @return values by their keys
   */
  String getMany(int count) {
    return get.replace("id = ?", "id IN (?" + ", ?".repeat(count - 1) + ")");
  }
}

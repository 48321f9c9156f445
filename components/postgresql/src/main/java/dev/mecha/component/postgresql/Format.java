package dev.mecha.component.postgresql;

import dev.mecha.spi.state.SetRequest;
import dev.mecha.spi.state.StateFeature;
import dev.mecha.spi.state.StateValue;
import dev.mecha.spi.state.TimeToLive;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How values are laid out in a table, so that the peer's stores of the same version can share it.
 * All statements take values as parameters only; the names of tables are the checked ones of {@link
 * StateSettings}. The database's clock decides what has expired: the stores that share a table run
 * on machines whose clocks differ.
 */
sealed interface Format permits JsonFormat, BinaryFormat {

  /**
   * @return what a store in this format can do
   */
  Set<StateFeature> features();

  /**
   * @return the statements of this table
   */
  Statements statements();

  /**
   * @return the name under which the metadata table keeps the level of the value table
   */
  String levelKey();

  /**
   * @return the name under which the metadata table keeps the time of the last removal of expired
   *     values
   */
  String cleanupKey();

  /**
   * @return what makes each level of the table from the one before
   */
  List<Table.Level> levels();

  /**
   * Gives a statement the value and then its life span.
   *
   * @param statement one of those that write
   * @param first the index of the first parameter to set
   * @param request what to write
   * @return the index behind the last parameter that was set
   * @throws SQLException if the driver refuses
   */
  int bind(PreparedStatement statement, int first, SetRequest request) throws SQLException;

  /**
   * Gives a statement an ETag.
   *
   * @param statement one of those with a condition
   * @param index of the parameter
   * @param key whose version it is
   * @param etag as it was given
   * @throws SQLException if the driver refuses
   * @throws dev.mecha.spi.state.ETagException if it cannot be an ETag of this format
   */
  void bindEtag(PreparedStatement statement, int index, String key, String etag)
      throws SQLException;

  /**
   * Reads a row that {@link Statements#get} found; its first column is the key.
   *
   * @param row where its cursor stands
   * @return the value
   * @throws SQLException if the row cannot be read
   */
  StateValue value(ResultSet row) throws SQLException;

  /**
   * The statements of one table. Their parameters are in the order of the words.
   *
   * @param get key, value and the rest by key
   * @param getMany the same by an array of keys
   * @param set create or replace: key, value, life span
   * @param create the same, but replaces only what has expired
   * @param replace value, life span, key, ETag
   * @param delete by key
   * @param deleteVersion by key and ETag
   * @param keysLike keys and row numbers by pattern, last row number and limit
   * @param removeExpired of no parameters
   */
  record Statements(
      String get,
      String getMany,
      String set,
      String create,
      String replace,
      String delete,
      String deleteVersion,
      String keysLike,
      String removeExpired) {}

  /**
   * Gives a statement a life span in seconds, null for none.
   *
   * @param statement one of those that write
   * @param index of the parameter
   * @param request whose metadata may hold it
   * @throws SQLException if the driver refuses
   * @throws dev.mecha.spi.state.InvalidTimeToLiveException if it is not a number
   */
  static void bindTimeToLive(PreparedStatement statement, int index, SetRequest request)
      throws SQLException {
    Integer seconds = TimeToLive.seconds(request.metadata());
    if (seconds == null || seconds <= 0) {
      statement.setNull(index, Types.INTEGER);
    } else {
      statement.setInt(index, seconds);
    }
  }

  /**
   * @param row where its cursor stands
   * @param column of the time of expiry, from 1
   * @return the answer's metadata
   * @throws SQLException if the row cannot be read
   */
  static Map<String, String> expiry(ResultSet row, int column) throws SQLException {
    @Nullable OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? Map.of() : TimeToLive.expiring(time.toInstant());
  }
}

package dev.mecha.component.mysql;

import dev.mecha.spi.ComponentMetadata;
import dev.mecha.spi.InvalidMetadataException;
import java.time.Duration;

/**
 * The metadata of {@code state.mysql} beside the connection string.
 *
 * @param schema the database in which the tables are
 * @param table of the values
 * @param metadataTable of what sidecars tell each other
 * @param cleanupInterval how often expired values are removed; zero for never
 * @param timeout how long an operation may take
 */
record StateSettings(
    String schema, String table, String metadataTable, Duration cleanupInterval, Duration timeout) {

  private static final Duration CLEANUP = Duration.ofHours(1);
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  /**
   * @param metadata of the component
   * @return the settings
   * @throws InvalidMetadataException if a field is wrong
   */
  static StateSettings of(ComponentMetadata metadata) {
    Duration cleanup = metadata.property("cleanupInterval").duration(CLEANUP);
    int timeout = metadata.property("timeoutInSeconds").integer(0, Integer.MIN_VALUE);
    return new StateSettings(
        name(metadata, "schemaName", "dapr_state_store"),
        name(metadata, "tableName", "state"),
        name(metadata, "metadataTableName", "dapr_metadata"),
        cleanup.isPositive() ? cleanup : Duration.ZERO,
        timeout > 0 ? Duration.ofSeconds(timeout) : TIMEOUT);
  }

  /** Only names that need no thought: they become a part of statements. */
  private static String name(ComponentMetadata metadata, String field, String fallback) {
    String name = metadata.property(field).text(fallback);
    if (!name.matches("\\w{1,64}")) {
      throw new InvalidMetadataException(
          field + ": \"" + name + "\" (expected: letters of English, digits and _)");
    }
    return name;
  }

  /** The table of values as it stands in SQL. */
  String states() {
    return '`' + schema + "`.`" + table + '`';
  }

  /** The table of metadata as it stands in SQL. */
  String metadata() {
    return '`' + schema + "`.`" + metadataTable + '`';
  }
}

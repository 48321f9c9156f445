package dev.mecha.component.postgresql;

import dev.mecha.spi.ComponentMetadata;
import dev.mecha.spi.Durations;
import dev.mecha.spi.Property;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * Which tables a store uses, and how long things take.
 *
 * @param table of the values: an identifier as it stands in SQL, with a schema or without
 * @param metadataTable of the levels and times that stores of one database share; likewise
 * @param prefix what v2 puts in front of its table's name and behind the names of its levels; empty
 *     for v1
 * @param timeout of every operation, at least a second
 * @param cleanupInterval between two removals of expired values; zero for none
 */
record StateSettings(
    String table, String metadataTable, String prefix, Duration timeout, Duration cleanupInterval) {

  /** One to three identifiers with dots, each plain or in double quotes. */
  private static final Pattern TABLE =
      Pattern.compile(
          "(?:(?:[\\p{L}_][\\p{L}\\p{N}_$]*|\"(?:[^\"\\x00]|\"\")+\")(?:\\.(?!$)|$)){1,3}");

  /**
   * @param metadata of a component of version 1
   * @return the settings
   * @throws dev.mecha.spi.InvalidMetadataException if a value cannot be read
   */
  static StateSettings v1(ComponentMetadata metadata) {
    Property table = metadata.property("tableName");
    return of(
        metadata, table.isPresent() ? table.parse(EXPECTED, StateSettings::table) : "state", "");
  }

  /**
   * @param metadata of a component of version 2
   * @return the settings
   * @throws dev.mecha.spi.InvalidMetadataException if a value cannot be read
   */
  static StateSettings v2(ComponentMetadata metadata) {
    Property field = metadata.property("tablePrefix");
    String prefix =
        field.isPresent()
            ? field.parse(
                "the beginning of a table's name such as my_ or public.",
                text -> table(text + "state").substring(0, text.length()))
            : "";
    return of(metadata, prefix + "state", prefix);
  }

  private static final String EXPECTED = "the name of a table such as state or public.state";

  private static StateSettings of(ComponentMetadata metadata, String table, String prefix) {
    Property metadataTable = metadata.property("metadataTableName");
    Property timeout = metadata.property("timeout", "timeoutInSeconds");
    Duration cleanup =
        metadata
            .property("cleanupInterval", "cleanupIntervalInSeconds")
            .duration(Duration.ofHours(1));
    return new StateSettings(
        table,
        metadataTable.isPresent()
            ? metadataTable.parse(EXPECTED, StateSettings::table)
            : "dapr_metadata",
        prefix,
        timeout.isPresent()
            ? timeout.parse("a duration of at least 1s", StateSettings::timeout)
            : Duration.ofSeconds(20),
        cleanup.isPositive() ? cleanup : Duration.ZERO);
  }

  private static String table(String name) {
    if (!TABLE.matcher(name).matches()) {
      throw new IllegalArgumentException("not an identifier");
    }
    return name;
  }

  private static Duration timeout(String text) {
    Duration timeout = Durations.parse(text, Duration.ofSeconds(1));
    if (timeout.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalArgumentException("too short");
    }
    return timeout;
  }
}

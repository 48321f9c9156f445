package dev.mecha.component.postgresql;

import dev.mecha.component.support.sql.PoolSettings;
import dev.mecha.spi.ComponentMetadata;
import java.time.Duration;

/** Where the settings of the pool come from. The defaults are the peer's. */
final class PoolFields {

  private PoolFields() {}

  /**
   * @param metadata of the component; its fields go before the connection string
   * @param connection the parameters of the connection string
   * @return the settings
   * @throws dev.mecha.spi.InvalidMetadataException if a value cannot be read
   */
  static PoolSettings read(ComponentMetadata metadata, ConnectionSettings connection) {
    int byDefault = Math.max(4, Runtime.getRuntime().availableProcessors());
    int inString = connection.property("pool_max_conns").integer(byDefault, 1);
    int inField = metadata.property("maxConns").integer(0, Integer.MIN_VALUE);
    int maximum = inField > 0 ? inField : inString;
    Duration idleInString =
        connection.property("pool_max_conn_idle_time").duration(Duration.ofMinutes(30));
    Duration idleInField = metadata.property("connectionMaxIdleTime").duration(Duration.ZERO);
    return new PoolSettings(
        maximum,
        Math.min(maximum, connection.property("pool_min_conns").integer(0, 0)),
        idleInField.isPositive() ? idleInField : idleInString,
        connection.property("pool_max_conn_lifetime").duration(Duration.ofHours(1)));
  }
}

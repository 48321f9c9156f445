package dev.mecha.component.postgresql;

import dev.mecha.spi.ComponentMetadata;
import java.time.Duration;

/**
 * How many connections are kept, and for how long. The defaults are the peer's.
 *
 * @param maximum the most connections, at least 1
 * @param minimumIdle how many are kept open without work, from 0 to {@code maximum}
 * @param idleTime how long a connection without work stays open
 * @param lifetime how long any connection stays open
 */
record PoolSettings(int maximum, int minimumIdle, Duration idleTime, Duration lifetime) {

  /**
   * @param metadata of the component; its fields go before the connection string
   * @param connection the parameters of the connection string
   * @return the settings
   * @throws dev.mecha.spi.InvalidMetadataException if a value cannot be read
   */
  static PoolSettings of(ComponentMetadata metadata, ConnectionSettings connection) {
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

package dev.mecha.component.mysql;

import dev.mecha.component.support.sql.PoolSettings;
import dev.mecha.spi.ComponentMetadata;
import java.time.Duration;

/** Where the settings of the pool come from. */
final class PoolFields {

  private static final int MANY = 32;
  private static final Duration IDLE = Duration.ofMinutes(5);
  private static final Duration LIFETIME = Duration.ofHours(1);

  private PoolFields() {}

  /** The settings where no field says anything. */
  static PoolSettings byDefault() {
    return new PoolSettings(MANY, 0, IDLE, LIFETIME);
  }

  /**
   * @param metadata of the component
   * @return its settings
   * @throws dev.mecha.spi.InvalidMetadataException if a field is wrong
   */
  static PoolSettings of(ComponentMetadata metadata) {
    int most = metadata.property("maxOpenConns").integer(0, Integer.MIN_VALUE);
    return new PoolSettings(
        most > 0 ? most : MANY,
        0,
        positive(metadata.property("connMaxIdleTime").duration(IDLE), IDLE),
        positive(metadata.property("connMaxLifetime").duration(LIFETIME), LIFETIME));
  }

  private static Duration positive(Duration given, Duration otherwise) {
    return given.isPositive() ? given : otherwise;
  }
}

package dev.mecha.component.postgresql;

import dev.mecha.component.support.sql.Database;
import dev.mecha.spi.ComponentContext;
import dev.mecha.spi.Durations;
import dev.mecha.spi.Property;
import java.time.Duration;
import java.util.Map;

/**
 * The way to a database, for components that keep something of their own there.
 *
 * @param server what to connect to
 * @param database connections to it that are shared
 */
record Access(Server server, Database database) {

  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(20);

  /**
   * Connects to nothing yet.
   *
   * @param context the name and the metadata of the component
   * @param environment where the variables that every PostgreSQL client reads are looked up
   * @return the way
   * @throws dev.mecha.spi.InvalidMetadataException if a field is missing or wrong
   */
  static Access of(ComponentContext context, Map<String, String> environment) {
    Property limit = context.metadata().property("timeout", "timeoutInSeconds");
    Duration timeout =
        limit.isPresent()
            ? limit.parse("a duration of at least 1s", Access::timeout)
            : DEFAULT_TIMEOUT;
    var connection = ConnectionSettings.of(context.metadata(), environment);
    var properties =
        DriverProperties.of(context.metadata(), connection, timeout, "mecha " + context.appId());
    var server = new Server(connection, properties);
    var pool = PoolFields.read(context.metadata(), connection);
    return new Access(server, new Database("postgresql-" + context.name(), server, pool, timeout));
  }

  private static Duration timeout(String text) {
    Duration timeout = Durations.parse(text, Duration.ofSeconds(1));
    if (timeout.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalArgumentException("too short");
    }
    return timeout;
  }
}

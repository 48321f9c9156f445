package dev.mecha.component.sqlite;

import dev.mecha.spi.ComponentContext;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.configuration.ChangeListener;
import dev.mecha.spi.configuration.ChangeListeners;
import dev.mecha.spi.configuration.ConfigurationItem;
import dev.mecha.spi.configuration.ConfigurationStore;
import dev.mecha.spi.configuration.ConfigurationSubscription;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/**
 * Reads items from a table of an SQLite file that others write. While there are subscribers the
 * engine is asked from time to time whether somebody has written.
 */
public final class SqliteConfigurationStore implements ConfigurationStore {

  private final ItemSettings settings;
  private final Database database;
  private final ItemTable items;
  private final ChangeListeners listeners;

  /** Makes stores of the type {@code configuration.sqlite}. */
  public static final class Provider implements ComponentProvider<ConfigurationStore> {

    @Override
    public Class<ConfigurationStore> kind() {
      return ConfigurationStore.class;
    }

    @Override
    public List<String> types() {
      return List.of("configuration.sqlite");
    }

    @Override
    public ConfigurationStore create(ComponentContext context) throws InterruptedException {
      return new SqliteConfigurationStore(context);
    }
  }

  /**
   * Opens the database and makes its table if it is not there.
   *
   * @param context its name, metadata, clock and home
   * @throws dev.mecha.spi.InvalidMetadataException if a field is wrong
   * @throws ComponentException if the database cannot be opened
   */
  public SqliteConfigurationStore(ComponentContext context) {
    this.settings = ItemSettings.of(context);
    SqliteSettings connection = settings.connection();
    boolean readOnly = connection.source().readOnly();
    this.items = new ItemTable(connection.tableName(), readOnly);
    this.database = new Database(connection, context.home(), context.clock(), items::ensure);
    this.listeners =
        new ChangeListeners(
            onChange -> new WriteWatch(database, settings.pollInterval(), onChange));
    try (Session session = readOnly ? database.openReader() : database.openWriter()) {
      session.ping();
    } catch (SQLException e) {
      throw database.failure(e);
    }
  }

  @Override
  public void ping() {
    get(List.of(""), Map.of());
  }

  /** On a connection of its own: reads are rare. */
  @Override
  public Map<String, ConfigurationItem> get(List<String> keys, Map<String, String> metadata) {
    listeners.requireOpen();
    try (Session session = database.openReader()) {
      return items.read(session, keys);
    } catch (SQLException e) {
      throw database.failure(e);
    }
  }

  /** Listeners find out themselves what has changed. */
  @Override
  public ConfigurationSubscription subscribe(
      List<String> keys, Map<String, String> metadata, ChangeListener listener) {
    return listeners.add(listener);
  }

  @Override
  public void close() {
    listeners.close();
  }
}

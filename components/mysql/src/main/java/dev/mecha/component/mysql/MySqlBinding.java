package dev.mecha.component.mysql;

import dev.mecha.component.support.sql.Database;
import dev.mecha.component.support.sql.SqlBinding;
import dev.mecha.spi.ComponentContext;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.binding.Binding;
import dev.mecha.spi.time.Time;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Statements in SQL, each a transaction of its own. */
public final class MySqlBinding extends SqlBinding {

  private MySqlBinding(Database database, Time clock) {
    super(database, clock);
  }

  @Override
  protected Statement statement(String sql, List<@Nullable Object> values) {
    return new Statement() {
      @Override
      public Long execute(Connection connection) throws SQLException {
        try (PreparedStatement statement = prepared(connection, sql, values)) {
          return statement.execute() ? 0L : Math.max(0, statement.getLargeUpdateCount());
        }
      }

      @Override
      public byte[] query(Connection connection) throws SQLException {
        try (PreparedStatement statement = prepared(connection, sql, values)) {
          return statement.execute() ? RowsJson.write(statement.getResultSet()) : RowsJson.none();
        }
      }
    };
  }

  private static PreparedStatement prepared(
      Connection connection, String sql, List<@Nullable Object> values) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    for (int i = 0; i < values.size(); i++) {
      statement.setObject(i + 1, values.get(i));
    }
    return statement;
  }

  /** Makes {@code bindings.mysql}. */
  public static final class Provider implements ComponentProvider<Binding> {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    /** For {@link java.util.ServiceLoader}. */
    public Provider() {}

    @Override
    public Class<Binding> kind() {
      return Binding.class;
    }

    @Override
    public List<String> types() {
      return List.of("bindings.mysql");
    }

    @Override
    public Binding create(ComponentContext context) throws InterruptedException {
      var database =
          new Database(
              "mysql-" + context.name(),
              new Server(context.metadata(), "url"),
              PoolFields.of(context.metadata()),
              TIMEOUT);
      var binding = new MySqlBinding(database, context.clock());
      try {
        binding.ping();
        return binding;
      } catch (InterruptedException | RuntimeException e) {
        binding.close();
        throw e;
      }
    }
  }
}

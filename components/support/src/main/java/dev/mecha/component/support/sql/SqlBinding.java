package dev.mecha.component.support.sql;

import dev.mecha.spi.ComponentException;
import dev.mecha.spi.binding.BindingRequest;
import dev.mecha.spi.binding.BindingResponse;
import dev.mecha.spi.binding.OutputBinding;
import dev.mecha.spi.time.Time;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Statements in SQL, each a transaction of its own. */
public abstract class SqlBinding implements OutputBinding {

  private final Database database;
  private final Time clock;
  private volatile boolean closed;

  /** A statement with its values. */
  public interface Statement {

    /**
     * @param connection to run it on
     * @return how many rows it affected
     * @throws SQLException if the server refuses
     */
    Long execute(Connection connection) throws SQLException;

    /**
     * @param connection to run it on
     * @return the rows in JSON; an empty list of a statement that has none
     * @throws SQLException if the server refuses
     */
    byte[] query(Connection connection) throws SQLException;
  }

  /**
   * @param database to run statements in; closed with this
   * @param clock the time
   */
  protected SqlBinding(Database database, Time clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * @param sql as the request has it
   * @param values as {@link Parameters#read} makes them
   * @return the statement
   * @throws ComponentException if they do not fit
   */
  protected abstract Statement statement(String sql, List<@Nullable Object> values);

  /** As with the stores: nothing of the driver's holds a carrier thread. */
  @Override
  public boolean neverHoldsCarrier() {
    return true;
  }

  @Override
  public void ping() throws InterruptedException {
    database.ping();
  }

  @Override
  public List<String> operations() {
    return List.of("exec", "query", "close");
  }

  @Override
  public @Nullable BindingResponse invoke(BindingRequest request) throws InterruptedException {
    if (request.operation().equals("close")) {
      close();
      return null;
    }
    if (closed) {
      throw new ComponentException("component is closed");
    }
    String sql = request.metadata().getOrDefault("sql", "");
    if (sql.isEmpty()) {
      throw new ComponentException("required metadata not set: sql");
    }
    Statement statement =
        statement(sql, Parameters.read(request.metadata().getOrDefault("params", "")));
    var report = new Report(request.operation(), sql, clock);
    return switch (request.operation()) {
      case "exec" -> report.rows(database.write(statement::execute));
      case "query" -> report.data(database.write(statement::query));
      default ->
          throw new ComponentException(
              "invalid operation type: "
                  + request.operation()
                  + ". Expected exec, query, or close");
    };
  }

  @Override
  public void close() {
    closed = true;
    database.close();
  }
}

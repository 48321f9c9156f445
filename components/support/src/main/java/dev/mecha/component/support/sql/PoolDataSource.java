package dev.mecha.component.support.sql;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Connects on behalf of the pool, and remembers whether that worked: the pool itself would keep it
 * from the callers.
 */
final class PoolDataSource implements DataSource {

  private final SqlServer server;
  private volatile @Nullable Failure last;

  private record Failure(SQLException reason, long time) {}

  PoolDataSource(SqlServer server) {
    this.server = server;
  }

  /**
   * @param age how long ago it may have been
   * @return why the last attempt to connect failed, or null if it did not, or that was longer ago
   */
  @Nullable SQLException failure(Duration age) {
    Failure failure = last;
    return failure == null || System.nanoTime() - failure.time > age.toNanos()
        ? null
        : failure.reason;
  }

  @Override
  public Connection getConnection() throws SQLException {
    try {
      Connection connection = server.connect();
      last = null;
      return connection;
    } catch (SQLException e) {
      last = new Failure(e, System.nanoTime());
      throw e;
    }
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    return getConnection();
  }

  /** The server's own limits apply: the pool would derive one from how long a caller waits. */
  @Override
  public void setLoginTimeout(int seconds) {}

  @Override
  public int getLoginTimeout() {
    return 1;
  }

  @Override
  public @Nullable PrintWriter getLogWriter() {
    return null;
  }

  @Override
  public void setLogWriter(@Nullable PrintWriter out) {}

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException("no logger");
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    throw new SQLException("not a wrapper");
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return false;
  }
}

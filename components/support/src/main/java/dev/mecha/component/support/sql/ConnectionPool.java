package dev.mecha.component.support.sql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * Lends connections. They are made when they are first needed, by a thread of the pool's own:
 * signing in computes for milliseconds, which no caller's thread should. A busy pool makes callers
 * wait; a server that cannot be reached does not.
 */
final class ConnectionPool implements AutoCloseable {

  /** How often a waiting caller looks whether there is still something to wait for. */
  private static final long LOOK_MILLIS = 250;

  /** How long a failed attempt to connect speaks for the next. */
  private static final Duration NEWS = Duration.ofMillis(500);

  private final SqlServer server;
  private final PoolDataSource source;
  private final HikariDataSource pool;

  /**
   * Connects to nothing yet.
   *
   * @param name for threads
   * @param server what to connect to
   * @param settings how many, for how long
   * @param scheduler for the pool's upkeep
   */
  ConnectionPool(
      String name, SqlServer server, PoolSettings settings, ScheduledExecutorService scheduler) {
    this.server = server;
    this.source = new PoolDataSource(server);
    var config = new HikariConfig();
    config.setPoolName(name);
    config.setDataSource(source);
    config.setMaximumPoolSize(settings.maximum());
    config.setMinimumIdle(settings.minimumIdle());
    config.setIdleTimeout(atLeast(settings.idleTime(), Duration.ofSeconds(10)));
    config.setMaxLifetime(atLeast(settings.lifetime(), Duration.ofSeconds(30)));
    config.setKeepaliveTime(0);
    config.setConnectionTimeout(LOOK_MILLIS);
    config.setValidationTimeout(1000);
    config.setInitializationFailTimeout(-1);
    config.setScheduledExecutor(scheduler);
    config.setThreadFactory(daemons(name));
    this.pool = new HikariDataSource(config);
  }

  private static long atLeast(Duration value, Duration least) {
    return Math.max(value.toMillis(), least.toMillis());
  }

  private static ThreadFactory daemons(String name) {
    return Thread.ofPlatform().daemon().name(name + "-connect").factory();
  }

  /**
   * Waits for a connection.
   *
   * @param deadline in {@link System#nanoTime()}
   * @return a connection that commits every statement on its own; closing it gives it back
   * @throws UnavailableException if the server cannot be reached, or none is free in time
   * @throws InterruptedException if the thread is interrupted
   */
  Connection take(long deadline) throws InterruptedException {
    while (true) {
      checkReachable();
      try {
        return pool.getConnection();
      } catch (SQLException e) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        checkTime(e, deadline);
      }
    }
  }

  /**
   * Where connections exist a caller waits for one of them, even if no further one can be made.
   * Where none exist and the last attempt has just failed nobody waits: the pool would try again at
   * ever longer intervals as long as someone does, and notice late that the server is back.
   */
  private void checkReachable() {
    @Nullable SQLException failure = source.failure(NEWS);
    if (failure != null && pool.getHikariPoolMXBean().getTotalConnections() == 0) {
      throw Failures.connecting(server, failure);
    }
  }

  private void checkTime(SQLException e, long deadline) {
    if (!(e instanceof SQLTransientConnectionException)) {
      throw Failures.connecting(server, e);
    }
    if (System.nanoTime() - deadline > 0) {
      @Nullable SQLException failure = source.failure(Duration.ofDays(1));
      throw failure != null
          ? Failures.connecting(server, failure)
          : new UnavailableException(
              "all " + pool.getMaximumPoolSize() + " connections to " + server + " are busy", null);
    }
  }

  /**
   * Takes a connection back.
   *
   * @param connection from {@link #take}
   * @param sound whether others may use it
   */
  void giveBack(Connection connection, boolean sound) {
    try {
      boolean open = !connection.isClosed();
      if (!sound) {
        pool.evictConnection(connection);
      }
      // The pool has closed an open one that was evicted, and must not be given it once more.
      if (sound || !open) {
        connection.close();
      }
    } catch (SQLException e) {
      // The pool has noticed that it is broken.
    }
  }

  /** Closes all connections. Idempotent. */
  @Override
  public void close() {
    pool.close();
  }
}

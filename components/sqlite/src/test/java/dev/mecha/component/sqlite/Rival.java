package dev.mecha.component.sqlite;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** Another program that holds the write lock of a file until it is closed. */
final class Rival implements AutoCloseable {

  private final Connection connection;

  Rival(Path file) throws SQLException {
    this.connection = DriverManager.getConnection("jdbc:sqlite:" + file);
    execute("BEGIN EXCLUSIVE");
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public void close() throws SQLException {
    execute("ROLLBACK");
    connection.close();
  }
}

package dev.mecha.component.postgresql;

import dev.mecha.component.support.sql.SqlBinding;
import dev.mecha.spi.ComponentException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A statement whose values are {@code $1}, {@code $2} and so on, as PostgreSQL itself writes them;
 * the driver knows question marks only.
 */
final class NumberedStatement implements SqlBinding.Statement {

  private final String sql;
  private final List<Integer> order;
  private final List<@Nullable Object> values;

  /**
   * @throws ComponentException if the statement and its values do not fit
   */
  NumberedStatement(String text, List<@Nullable Object> values) {
    var marks = new QuestionMarks(text);
    this.sql = marks.sql();
    this.order = marks.order();
    this.values = new ArrayList<>(values);
    int most = order.stream().mapToInt(Integer::intValue).max().orElse(0);
    if (most != values.size()) {
      throw new ComponentException(
          "error executing query: expected %d arguments, got %d".formatted(most, values.size()));
    }
  }

  @Override
  public Long execute(Connection connection) throws SQLException {
    try (PreparedStatement statement = prepared(connection)) {
      boolean rows = statement.execute();
      if (rows) {
        return count(statement.getResultSet());
      }
      return Math.max(0, statement.getLargeUpdateCount());
    }
  }

  private static long count(ResultSet rows) throws SQLException {
    long count = 0;
    while (rows.next()) {
      count++;
    }
    return count;
  }

  @Override
  public byte[] query(Connection connection) throws SQLException {
    try (PreparedStatement statement = prepared(connection)) {
      return statement.execute() ? RowsJson.write(statement.getResultSet()) : RowsJson.none();
    }
  }

  private PreparedStatement prepared(Connection connection) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    for (int i = 0; i < order.size(); i++) {
      Object value = values.get(order.get(i) - 1);
      if (value == null) {
        statement.setNull(i + 1, Types.OTHER);
      } else {
        statement.setObject(i + 1, value.toString(), Types.OTHER);
      }
    }
    return statement;
  }
}

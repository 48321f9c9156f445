package dev.mecha.component.support.sql;

import java.sql.Connection;
import java.sql.SQLException;

/** A database server, and its driver's ways. Its text form says where it is, and no secret. */
public interface SqlServer {

  /**
   * @return what kind of server it is, for messages
   */
  String product();

  /**
   * Signs in.
   *
   * @return a new connection
   * @throws SQLException if there is no answer in time, or no
   */
  Connection connect() throws SQLException;

  /**
   * @param connection of a pool's, in use
   * @return what stops it
   * @throws SQLException if it is not one of the driver's
   */
  Brake brake(Connection connection) throws SQLException;

  /** Stops what is done on a connection. Works when the connection is lost too. */
  interface Brake {

    /**
     * Asks the server to break off the statement that runs, if one does.
     *
     * @throws SQLException if the server is out of reach
     */
    void cancel() throws SQLException;

    /** Takes the socket from the thread that waits for it. */
    void abort();
  }
}

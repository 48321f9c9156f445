package dev.mecha.component.postgresql;

import dev.mecha.component.support.sql.SqlServer;
import dev.mecha.spi.ComponentMetadata;
import dev.mecha.spi.InvalidMetadataException;
import dev.mecha.spi.Property;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;
import org.postgresql.Driver;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.QueryExecutor;

/**
 * The server that a connection string names, and the way there. What the driver gets is split in
 * two: the address, which may be shown, and the properties, which hold the password and are never
 * printed.
 */
final class Server implements SqlServer {

  private final String addresses;
  private final String database;
  private final String user;
  private final Properties properties;

  /**
   * @param settings the parameters of the connection
   * @param properties the rest of what the driver is told
   * @throws InvalidMetadataException if an address is wrong
   */
  Server(ConnectionSettings settings, Properties properties) {
    this.addresses = addresses(settings);
    this.user = settings.property("user").text(System.getProperty("user.name", "postgres"));
    this.database = settings.property("database").text(user);
    this.properties = new Properties();
    this.properties.putAll(properties);
    this.properties.setProperty("user", user);
  }

  @Override
  public String product() {
    return "PostgreSQL";
  }

  @Override
  public Brake brake(Connection connection) throws SQLException {
    QueryExecutor executor = connection.unwrap(BaseConnection.class).getQueryExecutor();
    return new Brake() {
      @Override
      public void cancel() throws SQLException {
        executor.sendQueryCancel();
      }

      @Override
      public void abort() {
        executor.abort();
      }
    };
  }

  @Override
  public Connection connect() throws SQLException {
    String path = URLEncoder.encode(database, StandardCharsets.UTF_8).replace("+", "%20");
    Connection connection =
        new Driver().connect("jdbc:postgresql://" + addresses + '/' + path, properties);
    if (connection == null) {
      throw new SQLException("not an address");
    }
    return connection;
  }

  /** The address takes the place of the name, also where a certificate is checked. */
  private static String addresses(ConnectionSettings settings) {
    Property name = settings.property("hostaddr");
    String[] hosts =
        (name.isPresent() ? name : settings.property("host")).text("localhost").split(",");
    String[] ports = settings.property("port").text("5432").split(",", -1);
    if (ports.length != 1 && ports.length != hosts.length) {
      throw new InvalidMetadataException(
          "port: \"" + settings.get("port") + "\" (expected: one port, or as many as hosts)");
    }
    var list = new StringBuilder();
    for (int i = 0; i < hosts.length; i++) {
      list.append(i == 0 ? "" : ",").append(host(hosts[i].strip())).append(':');
      list.append(port(ports[ports.length == 1 ? 0 : i].strip()));
    }
    return list.toString();
  }

  private static String host(String host) {
    if (host.isEmpty() || host.startsWith("/") || host.startsWith("@")) {
      throw new InvalidMetadataException(
          "host: \""
              + host
              + "\" (expected: a name or an address; Unix sockets are not supported)");
    }
    return host.indexOf(':') >= 0 ? '[' + host + ']' : host;
  }

  private static int port(String port) {
    return ComponentMetadata.of(Map.of("port", port)).property("port").integer(5432, 1, 65535);
  }

  /** Host, database and user: what an operator needs to know, and no password. */
  @Override
  public String toString() {
    return "PostgreSQL at " + addresses + ", database \"" + database + "\", user \"" + user + '"';
  }
}

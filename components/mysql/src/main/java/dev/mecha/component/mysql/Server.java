package dev.mecha.component.mysql;

import dev.mecha.component.support.sql.SqlServer;
import dev.mecha.spi.ComponentMetadata;
import dev.mecha.spi.Durations;
import dev.mecha.spi.InvalidMetadataException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import org.mariadb.jdbc.Driver;

/**
 * The server that a data source name means, and the way there. The driver gets the address, which
 * may be shown, and properties, which hold the password and are never printed.
 */
final class Server implements SqlServer {

  /** What the peer's driver is told about itself: it has no meaning to this one. */
  private static final Set<String> NO_EFFECT =
      Set.of(
          "allowAllFiles",
          "allowCleartextPasswords",
          "allowFallbackToPlaintext",
          "allowNativePasswords",
          "allowOldPasswords",
          "charset",
          "checkConnLiveness",
          "collation",
          "columnsWithAlias",
          "compress",
          "connectionAttributes",
          "interpolateParams",
          "loc",
          "maxAllowedPacket",
          "parseTime",
          "rejectReadOnly",
          "serverPubKey",
          "timeTruncate",
          "writeTimeout");

  private final DataSourceName name;
  private final Properties properties = new Properties();

  /**
   * @param metadata of the component
   * @param field that holds the data source name
   * @throws InvalidMetadataException if a field is missing or wrong
   */
  Server(ComponentMetadata metadata, String field, String... aliases) {
    this.name =
        metadata
            .property(field, aliases)
            .secret()
            .parse(DataSourceName.EXPECTED, DataSourceName::parse);
    put("user", name.user());
    put("password", name.password());
    put("connectTimeout", millis("timeout", Duration.ofSeconds(5)));
    put("socketTimeout", millis("readTimeout", Duration.ZERO));
    put("useAffectedRows", String.valueOf(!isTrue("clientFoundRows")));
    put("allowMultiQueries", String.valueOf(isTrue("multiStatements")));
    put("allowLocalInfile", "false");
    put("allowPublicKeyRetrieval", "true");
    put("tinyInt1isBit", "false");
    encryption(metadata.property("pemPath").text(""));
    sessionVariables();
  }

  private void put(String property, @Nullable String value) {
    if (value != null) {
      properties.setProperty(property, value);
    }
  }

  private String parameter(String parameter) {
    return name.parameters().getOrDefault(parameter, "");
  }

  private boolean isTrue(String parameter) {
    return Set.of("1", "true", "TRUE", "True").contains(parameter(parameter));
  }

  private String millis(String parameter, Duration fallback) {
    String text = parameter(parameter);
    try {
      Duration time = text.isEmpty() ? fallback : Durations.parse(text, Duration.ofSeconds(1));
      return String.valueOf(Math.clamp(time.toMillis(), 0, Integer.MAX_VALUE));
    } catch (IllegalArgumentException e) {
      throw new InvalidMetadataException(
          parameter + ": \"" + text + "\" (expected: a duration such as 30s)");
    }
  }

  private void encryption(String pemPath) {
    String tls = parameter("tls");
    if (!pemPath.isEmpty() && !tls.equals("custom")) {
      throw new InvalidMetadataException(
          "pemPath: \"" + pemPath + "\" (expected: tls=custom in the connection string as well)");
    }
    switch (tls) {
      case "", "0", "false" -> put("sslMode", "disable");
      case "1", "true" -> put("sslMode", "verify-full");
      case "skip-verify" -> put("sslMode", "trust");
      case "custom" -> {
        if (pemPath.isEmpty()) {
          throw new InvalidMetadataException("tls: \"custom\" (expected: pemPath as well)");
        }
        put("sslMode", "verify-full");
        put("serverSslCert", pemPath);
      }
      default ->
          throw new InvalidMetadataException(
              "tls: \"" + tls + "\" (expected: true, false, skip-verify or custom)");
    }
  }

  private void sessionVariables() {
    var own = Set.of("tls", "timeout", "readTimeout", "clientFoundRows", "multiStatements");
    for (Map.Entry<String, String> parameter : name.parameters().entrySet()) {
      if (!own.contains(parameter.getKey()) && !NO_EFFECT.contains(parameter.getKey())) {
        session(parameter.getKey(), parameter.getValue());
      }
    }
  }

  /**
   * Sets a variable of every session.
   *
   * @param variable its name
   * @param value as it stands in SQL
   * @return this
   */
  Server session(String variable, String value) {
    var all = new StringJoiner(",");
    String before = properties.getProperty("sessionVariables");
    if (before != null) {
      all.add(before);
    }
    put("sessionVariables", all.add(variable + "=" + value).toString());
    return this;
  }

  @Override
  public String product() {
    return "MySQL";
  }

  @Override
  public Connection connect() throws SQLException {
    String url = "jdbc:mariadb://" + name.host() + ":" + name.port() + "/" + name.database();
    Connection connection = new Driver().connect(url, properties);
    if (connection == null) {
      throw new SQLException("not an address");
    }
    return connection;
  }

  @Override
  public Brake brake(Connection connection) throws SQLException {
    var driver = connection.unwrap(org.mariadb.jdbc.Connection.class);
    return new Brake() {
      @Override
      public void cancel() throws SQLException {
        driver.cancelCurrentQuery();
      }

      @Override
      public void abort() {
        try {
          driver.abort(Runnable::run);
        } catch (SQLException e) {
          throw new IllegalStateException("an executor was given", e);
        }
      }
    };
  }

  /** Host, port, database and user: what an operator needs to know, and no password. */
  @Override
  public String toString() {
    return "MySQL at " + name;
  }
}

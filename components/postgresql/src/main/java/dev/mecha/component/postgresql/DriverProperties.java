package dev.mecha.component.postgresql;

import dev.mecha.spi.ComponentMetadata;
import dev.mecha.spi.InvalidMetadataException;
import java.time.Duration;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGProperty;
import org.postgresql.ssl.DefaultJavaSSLFactory;

/**
 * Says in the driver's words what a connection string says in PostgreSQL's. A parameter that
 * neither knows is one of the server's settings and is given to every session.
 */
final class DriverProperties {

  private static final String[] MODES = {
    "cache_statement", "cache_describe", "describe_exec", "exec", "simple_protocol"
  };

  /** Read here, by {@link Server} or by {@link PoolFields}, or of no meaning to this driver. */
  private static final Set<String> OURS =
      Set.of(
          "host",
          "hostaddr",
          "port",
          "database",
          "user",
          "password",
          "connect_timeout",
          "application_name",
          "options",
          "search_path",
          "target_session_attrs",
          "sslmode",
          "sslrootcert",
          "sslcert",
          "sslkey",
          "sslpassword",
          "sslsni",
          "sslnegotiation",
          "channel_binding",
          "require_auth",
          "default_query_exec_mode",
          "statement_cache_capacity",
          "description_cache_capacity",
          "min_read_buffer_size",
          "pool_max_conns",
          "pool_min_conns",
          "pool_min_idle_conns",
          "pool_max_conn_idle_time",
          "pool_max_conn_lifetime",
          "pool_max_conn_lifetime_jitter",
          "pool_health_check_period");

  private static final Set<String> REFUSED =
      Set.of("passfile", "service", "servicefile", "krbsrvname", "krbspn");

  private final ConnectionSettings settings;
  private final Properties properties = new Properties();

  private DriverProperties(ConnectionSettings settings) {
    this.settings = settings;
  }

  /**
   * @param metadata of the component
   * @param settings the parameters of the connection
   * @param timeout how long to wait for a connection if the parameters leave it open, up to 10
   *     seconds
   * @param application what the server's list of sessions shows if the parameters leave it open
   * @return the properties, password and all: never to be printed
   * @throws InvalidMetadataException if a parameter is wrong
   */
  static Properties of(
      ComponentMetadata metadata,
      ConnectionSettings settings,
      Duration timeout,
      String application) {
    var driver = new DriverProperties(settings);
    PGProperty.APPLICATION_NAME.set(
        driver.properties, settings.property("application_name").text(application));
    driver.copy("password", PGProperty.PASSWORD);
    driver.limits(timeout);
    driver.encryption();
    driver.statements(metadata);
    driver.target();
    driver.session();
    return driver.properties;
  }

  private void copy(String parameter, PGProperty property) {
    String value = settings.get(parameter);
    if (value != null) {
      property.set(properties, value);
    }
  }

  private void limits(Duration timeout) {
    int seconds = Math.clamp(timeout.toSeconds(), 1, 10);
    int connect = settings.property("connect_timeout").integer(seconds, 0);
    PGProperty.CONNECT_TIMEOUT.set(properties, connect);
    PGProperty.LOGIN_TIMEOUT.set(properties, connect);
    PGProperty.CANCEL_SIGNAL_TIMEOUT.set(properties, 2);
    PGProperty.TCP_KEEP_ALIVE.set(properties, true);
    // What the server adds to an error may quote values.
    PGProperty.LOG_SERVER_ERROR_DETAIL.set(properties, false);
    PGProperty.GSS_ENC_MODE.set(properties, "disable");
  }

  private void encryption() {
    String mode =
        settings
            .property("sslmode")
            .choice("prefer", "disable", "allow", "prefer", "require", "verify-ca", "verify-full");
    @Nullable String roots = settings.get("sslrootcert");
    boolean ownRoots = roots != null && !roots.equals("system");
    if (ownRoots) {
      PGProperty.SSL_ROOT_CERT.set(properties, roots);
      mode = mode.equals("require") ? "verify-ca" : mode;
    } else if (roots != null || mode.startsWith("verify")) {
      mode = roots == null ? mode : "verify-full";
      PGProperty.SSL_FACTORY.set(properties, DefaultJavaSSLFactory.class.getName());
    }
    PGProperty.SSL_MODE.set(properties, mode);
    copy("sslcert", PGProperty.SSL_CERT);
    copy("sslkey", PGProperty.SSL_KEY);
    copy("sslpassword", PGProperty.SSL_PASSWORD);
    copy("sslnegotiation", PGProperty.SSL_NEGOTIATION);
    copy("channel_binding", PGProperty.CHANNEL_BINDING);
    copy("require_auth", PGProperty.REQUIRE_AUTH);
  }

  /** Named statements live in the server's session, which a proxy in front of it may take away. */
  private void statements(ComponentMetadata metadata) {
    String inString = settings.property("default_query_exec_mode").choice("cache_statement", MODES);
    String mode = metadata.property("queryExecMode").choice(inString, MODES);
    if (mode.equals("simple_protocol")) {
      PGProperty.PREFER_QUERY_MODE.set(properties, "simple");
    } else if (!mode.equals("cache_statement")) {
      PGProperty.PREPARE_THRESHOLD.set(properties, 0);
    }
    copy("statement_cache_capacity", PGProperty.PREPARED_STATEMENT_CACHE_QUERIES);
  }

  private void target() {
    String attributes =
        settings
            .property("target_session_attrs")
            .choice(
                "any", "any", "read-write", "primary", "read-only", "standby", "prefer-standby");
    PGProperty.TARGET_SERVER_TYPE.set(
        properties,
        switch (attributes) {
          case "read-write", "primary" -> "primary";
          case "read-only", "standby" -> "secondary";
          case "prefer-standby" -> "preferSecondary";
          default -> "any";
        });
  }

  private void session() {
    copy("search_path", PGProperty.CURRENT_SCHEMA);
    REFUSED.forEach(
        name -> {
          if (settings.get(name) != null) {
            throw new InvalidMetadataException(
                "connectionString: " + name + " is not supported (expected: none)");
          }
        });
    String options =
        settings.parameters().entrySet().stream()
            .filter(entry -> !OURS.contains(entry.getKey().toLowerCase(Locale.ROOT)))
            .map(entry -> " -c " + escape(entry.getKey() + '=' + entry.getValue()))
            .collect(Collectors.joining("", settings.property("options").text(""), ""))
            .strip();
    if (!options.isEmpty()) {
      PGProperty.OPTIONS.set(properties, options);
    }
  }

  private static String escape(String option) {
    return option.replace("\\", "\\\\").replace(" ", "\\ ");
  }
}

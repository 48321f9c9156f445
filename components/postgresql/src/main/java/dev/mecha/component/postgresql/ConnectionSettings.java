package dev.mecha.component.postgresql;

import dev.mecha.spi.ComponentMetadata;
import dev.mecha.spi.InvalidMetadataException;
import dev.mecha.spi.Property;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How to reach the server: the parameters of a connection under their names in PostgreSQL's own
 * connection strings. What a metadata field says goes before the connection string, and that before
 * the variables of the environment that every PostgreSQL client reads.
 *
 * @param parameters by name; never with the key {@code dbname}, which is called {@code database}
 */
record ConnectionSettings(Map<String, String> parameters) {

  private static final Map<String, String> VARIABLES =
      Map.ofEntries(
          Map.entry("PGHOST", "host"),
          Map.entry("PGPORT", "port"),
          Map.entry("PGDATABASE", "database"),
          Map.entry("PGUSER", "user"),
          Map.entry("PGPASSWORD", "password"),
          Map.entry("PGAPPNAME", "application_name"),
          Map.entry("PGCONNECT_TIMEOUT", "connect_timeout"),
          Map.entry("PGSSLMODE", "sslmode"),
          Map.entry("PGSSLROOTCERT", "sslrootcert"),
          Map.entry("PGSSLCERT", "sslcert"),
          Map.entry("PGSSLKEY", "sslkey"),
          Map.entry("PGTARGETSESSIONATTRS", "target_session_attrs"),
          Map.entry("PGOPTIONS", "options"));

  private static final Map<String, String> FIELDS =
      Map.of(
          "host", "host",
          "hostaddr", "hostaddr",
          "port", "port",
          "database", "database",
          "user", "user",
          "password", "password",
          "sslRootCert", "sslrootcert");

  ConnectionSettings {
    parameters = Collections.unmodifiableMap(new TreeMap<>(parameters));
  }

  /**
   * @param metadata of the component
   * @param environment the variables of the process
   * @return the parameters, not yet checked one by one
   * @throws InvalidMetadataException if there is no connection string and no field, the string
   *     cannot be read, or a way of signing in is asked for that is not there yet
   */
  static ConnectionSettings of(ComponentMetadata metadata, Map<String, String> environment) {
    refuse(metadata, "useAzureAD", "Azure AD");
    refuse(metadata, "useAWSIAM", "AWS IAM");
    var parameters = new LinkedHashMap<String, String>();
    Property text = metadata.property("connectionString", "url").secret();
    if (text.isPresent()) {
      parameters.putAll(
          text.parse(
              "postgres://user:password@host:port/database or host=... user=... database=...",
              ConnectionString::parse));
    }
    FIELDS.forEach(
        (field, parameter) -> {
          String value = metadata.property(field).text();
          if (value != null) {
            parameters.put(parameter, value);
          }
        });
    if (parameters.isEmpty()) {
      throw new InvalidMetadataException(
          "connectionString: missing (expected: a connection string, or the fields host, user and"
              + " database)");
    }
    VARIABLES.forEach(
        (variable, parameter) -> {
          String value = environment.get(variable);
          if (value != null && !value.isEmpty()) {
            parameters.putIfAbsent(parameter, value);
          }
        });
    return new ConnectionSettings(parameters);
  }

  private static void refuse(ComponentMetadata metadata, String field, String service) {
    Property property = metadata.property(field);
    if (property.flag(false)) {
      throw new InvalidMetadataException(
          field
              + ": \""
              + property.text()
              + "\" (expected: false; signing in with "
              + service
              + " is not supported yet)");
    }
  }

  /**
   * @param name of a parameter
   * @return its value, or null if it is absent or empty
   */
  @Nullable String get(String name) {
    String value = parameters.get(name);
    return value == null || value.isEmpty() ? null : value;
  }

  /**
   * @param name of a parameter
   * @return the parameter to be read as a type; named in messages as it is in the connection string
   */
  Property property(String name) {
    return ComponentMetadata.of(parameters).property(name);
  }

  /** The names only: values may be secrets. */
  @Override
  public String toString() {
    return parameters.keySet().toString();
  }
}

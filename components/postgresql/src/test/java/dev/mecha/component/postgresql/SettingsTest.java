package dev.mecha.component.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mecha.component.support.sql.PoolSettings;
import dev.mecha.spi.ComponentMetadata;
import dev.mecha.spi.InvalidMetadataException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

  private static ComponentMetadata metadata(String... fields) {
    var values = new HashMap<String, String>();
    for (int i = 0; i < fields.length; i += 2) {
      values.put(fields[i], fields[i + 1]);
    }
    return ComponentMetadata.of(values);
  }

  private static PoolSettings pool(String connectionString, String... fields) {
    var all = metadata(fields);
    var string = metadata("connectionString", connectionString);
    return PoolFields.read(all, ConnectionSettings.of(string, Map.of()));
  }

  private static String server(String connectionString) {
    var settings = ConnectionSettings.of(metadata("connectionString", connectionString), Map.of());
    return new Server(settings, new Properties()).toString();
  }

  @Test
  void defaultsOfTheStores() {
    assertThat(StateSettings.v1(metadata()))
        .isEqualTo(
            new StateSettings(
                "state", "dapr_metadata", "", Duration.ofSeconds(20), Duration.ofHours(1)));
    assertThat(StateSettings.v2(metadata())).isEqualTo(StateSettings.v1(metadata()));
  }

  @Test
  void everyFieldOfTheStoresIsRead() {
    assertThat(
            StateSettings.v1(
                metadata(
                    "tableName", "my.values",
                    "metadataTableName", "\"My Schema\".\"a\"\"b\"",
                    "timeout", "42",
                    "cleanupInterval", "10m")))
        .isEqualTo(
            new StateSettings(
                "my.values",
                "\"My Schema\".\"a\"\"b\"",
                "",
                Duration.ofSeconds(42),
                Duration.ofMinutes(10)));
    assertThat(
            StateSettings.v2(
                metadata(
                    "tablePrefix", "my_",
                    "tableName", "ignored",
                    "timeoutInSeconds", "1m",
                    "cleanupIntervalInSeconds", "7")))
        .isEqualTo(
            new StateSettings(
                "my_state", "dapr_metadata", "my_", Duration.ofMinutes(1), Duration.ofSeconds(7)));
  }

  @ParameterizedTest
  @CsvSource({"0", "-1", "0s", "-5m"})
  void noIntervalMeansNoCleanup(String interval) {
    assertThat(StateSettings.v1(metadata("cleanupInterval", interval)).cleanupInterval()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "state; DROP TABLE x",
        "a b",
        "a.",
        ".a",
        "a..b",
        "a.b.c.d",
        "1a",
        "\"a",
        "a\"b\"",
        "a--",
        "(SELECT 1)",
        "a'b"
      })
  void whatIsNoIdentifierIsNoTable(String name) {
    assertThatThrownBy(() -> StateSettings.v1(metadata("tableName", name)))
        .isInstanceOf(InvalidMetadataException.class)
        .hasMessageStartingWith("tableName: \"");
    assertThatThrownBy(() -> StateSettings.v1(metadata("metadataTableName", name)))
        .isInstanceOf(InvalidMetadataException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"my_", "public.", "a.b_", "Ünï", "\"My Schema\"."})
  void prefixesMakeATablesName(String prefix) {
    assertThat(StateSettings.v2(metadata("tablePrefix", prefix)).table())
        .isEqualTo(prefix + "state");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "1", "a;", "\"x"})
  void otherPrefixesAreRefused(String prefix) {
    assertThatThrownBy(() -> StateSettings.v2(metadata("tablePrefix", prefix)))
        .isInstanceOf(InvalidMetadataException.class)
        .hasMessageStartingWith("tablePrefix: \"" + prefix + '"');
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "999ms", "NaN", "-3s"})
  void aTimeoutIsASecondAtLeast(String timeout) {
    assertThatThrownBy(() -> StateSettings.v1(metadata("timeout", timeout)))
        .hasMessage("timeout: \"" + timeout + "\" (expected: a duration of at least 1s)");
  }

  @Test
  void defaultsOfThePool() {
    int connections = Math.max(4, Runtime.getRuntime().availableProcessors());
    assertThat(pool("host=h"))
        .isEqualTo(new PoolSettings(connections, 0, Duration.ofMinutes(30), Duration.ofHours(1)));
    assertThat(pool("host=h", "maxConns", "0", "connectionMaxIdleTime", "0"))
        .isEqualTo(pool("host=h"));
  }

  @Test
  void thePoolIsReadFromTheStringAndTheFieldsGoFirst() {
    String string =
        "host=h pool_max_conns=7 pool_min_conns=9 pool_max_conn_idle_time=5m"
            + " pool_max_conn_lifetime=2h";
    assertThat(pool(string))
        .isEqualTo(new PoolSettings(7, 7, Duration.ofMinutes(5), Duration.ofHours(2)));
    assertThat(pool(string, "maxConns", "1", "connectionMaxIdleTime", "90s"))
        .isEqualTo(new PoolSettings(1, 1, Duration.ofSeconds(90), Duration.ofHours(2)));
  }

  @Test
  void theServerIsShownWithoutThePassword() {
    assertThat(server("postgres://u:hunter2@a:1,b/d"))
        .isEqualTo("PostgreSQL at a:1,b:5432, database \"d\", user \"u\"");
    assertThat(server("host=a,b port=7 hostaddr=::1 user=u"))
        .isEqualTo("PostgreSQL at [::1]:7, database \"u\", user \"u\"");
    assertThat(server("user=u"))
        .isEqualTo("PostgreSQL at localhost:5432, database \"u\", user \"u\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"host=/tmp", "host=a,,b", "host=a port=0", "host=a port=x", "host=a,b port=1,2,3"})
  void whatIsNoAddressIsRefused(String string) {
    assertThatThrownBy(() -> server(string)).isInstanceOf(InvalidMetadataException.class);
  }
}

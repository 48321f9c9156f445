package dev.mecha.component.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mecha.spi.ComponentMetadata;
import dev.mecha.spi.InvalidMetadataException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DriverPropertiesTest {

  private static Map<?, ?> properties(String connectionString, String... metadata) {
    var fields = new java.util.HashMap<String, String>();
    fields.put("connectionString", connectionString);
    for (int i = 0; i < metadata.length; i += 2) {
      fields.put(metadata[i], metadata[i + 1]);
    }
    var all = ComponentMetadata.of(fields);
    return DriverProperties.of(
        all, ConnectionSettings.of(all, Map.of()), Duration.ofSeconds(20), "mecha app");
  }

  @Test
  void defaults() {
    assertThat(properties("host=h"))
        .isEqualTo(
            Map.of(
                "ApplicationName", "mecha app",
                "connectTimeout", "10",
                "loginTimeout", "10",
                "cancelSignalTimeout", "2",
                "tcpKeepAlive", "true",
                "logServerErrorDetail", "false",
                "gssEncMode", "disable",
                "sslmode", "prefer",
                "targetServerType", "any"));
  }

  @Test
  void everyParameterIsTranslated() {
    assertThat(
            properties(
                "host=h password=secret application_name=mine connect_timeout=3 sslmode=verify-ca"
                    + " sslrootcert=/ca sslcert=/cert sslkey=/key sslpassword=pw sslsni=1"
                    + " sslnegotiation=direct channel_binding=require require_auth=scram-sha-256"
                    + " target_session_attrs=read-write search_path=mine,public"
                    + " default_query_exec_mode=exec statement_cache_capacity=64"
                    + " pool_max_conns=3 options='-c geqo=off' statement_timeout=1000"
                    + " my.setting='a b\\\\c'"))
        .isEqualTo(
            Map.ofEntries(
                Map.entry("ApplicationName", "mine"),
                Map.entry("password", "secret"),
                Map.entry("connectTimeout", "3"),
                Map.entry("loginTimeout", "3"),
                Map.entry("cancelSignalTimeout", "2"),
                Map.entry("tcpKeepAlive", "true"),
                Map.entry("logServerErrorDetail", "false"),
                Map.entry("gssEncMode", "disable"),
                Map.entry("sslmode", "verify-ca"),
                Map.entry("sslrootcert", "/ca"),
                Map.entry("sslcert", "/cert"),
                Map.entry("sslkey", "/key"),
                Map.entry("sslpassword", "pw"),
                Map.entry("sslNegotiation", "direct"),
                Map.entry("channelBinding", "require"),
                Map.entry("requireAuth", "scram-sha-256"),
                Map.entry("targetServerType", "primary"),
                Map.entry("currentSchema", "mine,public"),
                Map.entry("prepareThreshold", "0"),
                Map.entry("preparedStatementCacheQueries", "64"),
                Map.entry(
                    "options", "-c geqo=off -c my.setting=a\\ b\\\\c -c statement_timeout=1000")));
  }

  @ParameterizedTest
  @CsvSource({
    "sslmode=require, require, ",
    "sslmode=require sslrootcert=/ca, verify-ca, ",
    "sslmode=prefer sslrootcert=/ca, prefer, ",
    "sslmode=verify-full, verify-full, org.postgresql.ssl.DefaultJavaSSLFactory",
    "sslmode=verify-full sslrootcert=/ca, verify-full, ",
    "sslrootcert=system, verify-full, org.postgresql.ssl.DefaultJavaSSLFactory",
    "sslmode=disable, disable, "
  })
  void encryptionMeansWhatItMeansToEveryClient(String string, String mode, String factory) {
    Map<?, ?> properties = properties("host=h " + string);
    assertThat(properties.get("sslmode")).isEqualTo(mode);
    assertThat(properties.get("sslfactory")).isEqualTo(factory);
  }

  @ParameterizedTest
  @CsvSource({
    "cache_statement, , ",
    "cache_describe, 0, ",
    "describe_exec, 0, ",
    "exec, 0, ",
    "simple_protocol, , simple"
  })
  void modesOfExecution(String mode, String threshold, String queries) {
    Map<?, ?> properties = properties("host=h default_query_exec_mode=exec", "queryExecMode", mode);
    assertThat(properties.get("prepareThreshold")).isEqualTo(threshold);
    assertThat(properties.get("preferQueryMode")).isEqualTo(queries);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sslmode=sometimes",
        "connect_timeout=soon",
        "target_session_attrs=x",
        "passfile=/x",
        "service=x",
        "default_query_exec_mode=x"
      })
  void whatHasNoMeaningIsRefused(String parameter) {
    assertThatThrownBy(() -> properties("host=h " + parameter))
        .isInstanceOf(InvalidMetadataException.class)
        .hasMessageContaining(parameter.substring(0, parameter.indexOf('=')));
  }

  @Test
  void aModeThatIsNoneIsRefused() {
    assertThatThrownBy(() -> properties("host=h", "queryExecMode", "fast"))
        .hasMessage(
            "queryExecMode: \"fast\" (expected: one of cache_statement, cache_describe,"
                + " describe_exec, exec, simple_protocol)");
  }
}

package dev.mecha.component.mysql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mecha.spi.ComponentException;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.binding.Binding;
import dev.mecha.spi.binding.BindingRequest;
import dev.mecha.spi.binding.BindingResponse;
import dev.mecha.spi.binding.OutputBinding;
import dev.mecha.tck.ComponentContexts;
import dev.mecha.tck.OutputBindingTck;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MySqlBindingTest extends OutputBindingTck {

  private static String schema = "";

  @BeforeAll
  static void createSchema() throws SQLException {
    schema = MariaServer.shared().newSchema();
    MariaServer.shared().execute("CREATE DATABASE " + schema + " CHARACTER SET utf8mb4");
  }

  @Override
  protected ComponentProvider<Binding> provider() {
    return new MySqlBinding.Provider();
  }

  @Override
  protected Map<String, String> metadata() {
    return Map.of("url", MariaServer.shared().name(schema, ""));
  }

  @Override
  protected BindingRequest request() {
    return new BindingRequest("query", new byte[0], Map.of("sql", "SELECT 1"));
  }

  @Override
  protected BindingRequest refusedRequest() {
    return new BindingRequest("exec", new byte[0], Map.of("sql", "SELEC"));
  }

  private static BindingResponse run(
      OutputBinding binding, String operation, String sql, String params) throws Exception {
    return requireNonNull(ask(binding, operation, "", Map.of("sql", sql, "params", params)));
  }

  @Test
  void writesAndReads() throws Exception {
    OutputBinding binding = open();
    run(binding, "exec", "CREATE TABLE foo (id bigint, v text, ts datetime(3), j json)", "");
    BindingResponse written =
        run(
            binding,
            "exec",
            "INSERT INTO foo VALUES (?, ?, ?, ?), (2, null, null, null)",
            "[1, \"it's ?\", \"2026-01-02 03:04:05.600\", {\"a\": [1]}]");
    assertThat(written.data()).isEmpty();
    assertThat(written.metadata())
        .containsEntry("operation", "exec")
        .containsEntry("rows-affected", "2")
        .containsKeys("sql", "start-time", "end-time", "duration");
    assertThat(run(binding, "query", "SELECT * FROM foo ORDER BY id LIMIT ?", "[2]").data())
        .asString(UTF_8)
        .isEqualTo(
            "[{\"id\":1,\"v\":\"it's ?\",\"ts\":\"2026-01-02T03:04:05.6Z\",\"j\":{\"a\":[1]}},"
                + "{\"id\":2}]");
    assertThat(run(binding, "exec", "UPDATE foo SET v = 'it''s ?'", "").metadata())
        .containsEntry("rows-affected", "1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '`',
      value = {
        "CAST(7 AS UNSIGNED)             => 7",
        "CAST(2.50 AS DECIMAL(4,2))      => \"2.50\"",
        "1.5e0                           => 1.5",
        "true                            => 1",
        "CAST('ab' AS BINARY)            => \"YWI=\"",
        "date '2026-01-02'               => \"2026-01-02T00:00:00Z\"",
        "timestamp '2026-01-02 03:04:00' => \"2026-01-02T03:04:00Z\"",
        "'ü'                             => \"ü\""
      })
  void valuesComeAsJson(String sql, String json) throws Exception {
    assertThat(run(open(), "query", "SELECT " + sql + " AS x", "").data())
        .asString(UTF_8)
        .isEqualTo("[{\"x\":" + json + "}]");
  }

  @Test
  void nothingIsAnEmptyList() throws Exception {
    assertThat(run(open(), "query", "SELECT 1 FROM DUAL WHERE false", "null").data())
        .asString(UTF_8)
        .isEqualTo("[]");
  }

  @Test
  void wrongRequestsAreRefused() throws Exception {
    OutputBinding binding = open();
    assertThatThrownBy(() -> ask(binding, "exec", "", Map.of()))
        .hasMessage("required metadata not set: sql");
    assertThatThrownBy(() -> run(binding, "query", "SELECT ?", "{}"))
        .isInstanceOf(ComponentException.class)
        .hasMessageContaining("params");
    assertThatThrownBy(() -> run(binding, "query", "SELECT ?, ?", "[1]"))
        .isInstanceOf(ComponentException.class);
  }

  @Test
  void nothingIsDoneAfterTheOperationClose() throws Exception {
    OutputBinding binding = open();
    assertThat(ask(binding, "close", "", Map.of())).isNull();
    assertThatThrownBy(() -> run(binding, "query", "SELECT 1", ""))
        .hasMessage("component is closed");
  }

  @Test
  void aServerThatIsNotThereIsSaidAtTheStart() {
    var fields = Map.of("url", "me:hidden@tcp(127.0.0.1:1)/x");
    assertThatThrownBy(
            () ->
                provider()
                    .create(
                        ComponentContexts.of("bindings.mysql", folder).metadata(fields).context()))
        .isInstanceOf(ComponentException.class)
        .hasMessageContaining("127.0.0.1:1")
        .hasMessageNotContaining("hidden");
  }
}

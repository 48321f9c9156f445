package dev.mecha.component.postgresql;

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
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresBindingTest extends OutputBindingTck {

  private static String database = "";

  @BeforeAll
  static void createDatabase() {
    database = PostgresServer.shared().newDatabase();
  }

  @Override
  protected ComponentProvider<Binding> provider() {
    return new PostgresBinding.Provider(Map.of());
  }

  @Override
  protected Map<String, String> metadata() {
    return PostgresServer.shared().metadata(database);
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

  private String query(String sql, String params) throws Exception {
    return new String(run(open(), "query", sql, params).data(), UTF_8);
  }

  @Test
  void writesAndReads() throws Exception {
    OutputBinding binding = open();
    run(binding, "exec", "CREATE TABLE foo (id bigint, v text, ts timestamptz, j jsonb)", "");
    BindingResponse written =
        run(
            binding,
            "exec",
            "INSERT INTO foo VALUES ($1, $2, $3, $4), ($1 + 1, null, null, null)",
            "[1, \"it's $2?\", \"2026-01-02T03:04:05.6+01:00\", {\"a\": [1]}]");
    assertThat(written.data()).isEmpty();
    assertThat(written.metadata())
        .containsEntry("operation", "exec")
        .containsEntry("rows-affected", "2")
        .containsKeys("sql", "start-time", "end-time", "duration");
    BindingResponse read = run(binding, "query", "SELECT * FROM foo ORDER BY id", "");
    assertThat(read.data())
        .asString(UTF_8)
        .isEqualTo("[[1,\"it's $2?\",\"2026-01-02T02:04:05.6Z\",{\"a\": [1]}],[2,null,null,null]]");
    assertThat(run(binding, "exec", "DELETE FROM foo WHERE v IS NULL", "").metadata())
        .containsEntry("rows-affected", "1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '`',
      value = {
        "1::int2, 2.50::numeric, 1e300::float8, true   => 1,2.50,1E+300,true",
        "'NaN'::float8, 'infinity'::timestamp          => \"NaN\",\"infinity\"",
        "'\\x0102'::bytea                              => \"AQI=\"",
        "date '2026-01-02', timestamp '2026-01-02 03:04' =>"
            + " \"2026-01-02T00:00:00Z\",\"2026-01-02T03:04:00Z\"",
        "ARRAY[1,null,3], ARRAY['a','b'], ARRAY[true]  => [1,null,3],[\"a\",\"b\"],[true]",
        "null, ''                                      => null,\"\"",
        "'{\"b\":2}'::json                             => {\"b\":2}"
      })
  void valuesComeAsJson(String sql, String json) throws Exception {
    String answer = query("SELECT " + sql, "");
    if (json.contains("1E+300")) {
      assertThat(answer).startsWith("[[1,2.50,1").endsWith(",true]]");
    } else {
      assertThat(answer).isEqualTo("[[" + json + "]]");
    }
  }

  @Test
  void nothingIsAnEmptyList() throws Exception {
    assertThat(query("SELECT 1 WHERE false", "null")).isEqualTo("[]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "[1", "x", "[1] 2", "[1]", "[1,2,3]"})
  void valuesThatDoNotFitAreRefused(String params) throws Exception {
    OutputBinding binding = open();
    assertThatThrownBy(() -> run(binding, "query", "SELECT $1::int, $2::int", params))
        .isInstanceOf(ComponentException.class);
  }

  @Test
  void aRequestWithoutAStatementIsRefused() throws Exception {
    OutputBinding binding = open();
    assertThatThrownBy(() -> ask(binding, "exec", "", Map.of()))
        .hasMessage("required metadata not set: sql");
  }

  @Test
  void nothingIsDoneAfterTheOperationClose() throws Exception {
    OutputBinding binding = open();
    assertThat(ask(binding, "close", "", Map.of())).isNull();
    assertThat(ask(binding, "close", "", Map.of())).isNull();
    assertThatThrownBy(() -> run(binding, "query", "SELECT 1", ""))
        .hasMessage("component is closed");
  }

  @Test
  void aServerThatIsNotThereIsSaidAtTheStart() {
    var fields = Map.of("connectionString", "host=127.0.0.1 port=1 user=u database=d");
    assertThatThrownBy(
            () ->
                provider()
                    .create(
                        ComponentContexts.of("bindings.postgresql", folder)
                            .metadata(fields)
                            .context()))
        .isInstanceOf(ComponentException.class);
  }
}

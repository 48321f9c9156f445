package dev.mecha.component.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mecha.spi.ComponentException;
import dev.mecha.spi.state.BulkItem;
import dev.mecha.spi.state.QueryResult;
import dev.mecha.spi.state.SetRequest;
import dev.mecha.spi.state.StateQuery;
import dev.mecha.spi.state.StateQuery.And;
import dev.mecha.spi.state.StateQuery.Compare;
import dev.mecha.spi.state.StateQuery.Comparison;
import dev.mecha.spi.state.StateQuery.Filter;
import dev.mecha.spi.state.StateQuery.In;
import dev.mecha.spi.state.StateQuery.Or;
import dev.mecha.spi.state.StateQuery.Sort;
import dev.mecha.spi.state.StateStore;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the suite does not ask of queries. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JsonQueryTest {

  private StateStore store;

  @BeforeAll
  void fill() throws InterruptedException {
    String database = PostgresServer.shared().newDatabase();
    store = Stores.open(database, "v1");
    Stores.putJson(
        store, "a", "{\"n\": 9, \"t\": \"x\", \"b\": true, \"deep\": {\"er\": {\"x\": 1}}}");
    Stores.putJson(store, "b", "{\"n\": 10.0, \"t\": \"it's\", \"b\": false, \"null\": null}");
    Stores.putJson(store, "c", "{\"n\": \"10\", \"t\": 7, \"\": 1, \"q'uo\\\"te\": \"odd\"}");
    Stores.putJson(store, "d", "{\"n\": [100], \"t\": {\"x\": 1}, \"b\": \"true\"}");
    Stores.putJson(store, "e", "[1, 2]");
    store.set(SetRequest.of("f", new byte[] {0, -1}));
    PostgresServer.shared()
        .execute(
            database,
            "INSERT INTO state (key, value, isbinary, expiredate) VALUES"
                + " ('gone', '{\"n\": 9}', false, now() - interval '1 second')");
  }

  @AfterAll
  void close() {
    store.close();
  }

  private QueryResult page(@Nullable Filter filter, int limit, @Nullable String token, Sort... sort)
      throws InterruptedException {
    return store.query(new StateQuery(filter, Arrays.asList(sort), limit, token), Map.of());
  }

  private List<String> keys(@Nullable Filter filter, Sort... sort) throws InterruptedException {
    return page(filter, 0, null, sort).items().stream().map(BulkItem::key).toList();
  }

  private static Compare is(Comparison comparison, String key, @Nullable Object value) {
    return new Compare(comparison, key, value);
  }

  @Test
  void withoutAFilterAllValuesAreFoundInTheOrderOfTheirCreation() throws InterruptedException {
    assertThat(keys(null)).containsExactly("a", "b", "c", "d", "e", "f");
    BulkItem bytes = page(null, 0, null).items().getLast();
    assertThat(bytes.value()).isNotNull();
    assertThat(bytes.value().bytes()).containsExactly(0, -1);
  }

  @Test
  void numbersAreComparedAsNumbers() throws InterruptedException {
    assertThat(keys(is(Comparison.EQ, "n", 10))).containsExactly("b");
    assertThat(keys(is(Comparison.EQ, "n", new BigDecimal("1e1")))).containsExactly("b");
    assertThat(keys(is(Comparison.GT, "n", 9L))).containsExactly("b");
    assertThat(keys(is(Comparison.GTE, "n", 9.0))).containsExactly("a", "b");
    assertThat(keys(is(Comparison.LT, "n", 1000000))).containsExactly("a", "b");
    assertThat(keys(is(Comparison.NEQ, "n", 9))).containsExactly("b", "c", "d");
    assertThat(keys(new In("n", List.of(9, "10")))).containsExactly("a", "c");
  }

  @Test
  void textsTruthValuesAndNullAreCompared() throws InterruptedException {
    assertThat(keys(is(Comparison.EQ, "t", "it's"))).containsExactly("b");
    assertThat(keys(is(Comparison.NEQ, "t", "x"))).containsExactly("b", "c", "d");
    assertThat(keys(is(Comparison.EQ, "b", true))).containsExactly("a", "d");
    assertThat(keys(is(Comparison.EQ, "null", null))).containsExactly("b");
    assertThat(keys(is(Comparison.EQ, "deep.er.x", 1))).containsExactly("a");
    assertThat(keys(is(Comparison.EQ, "", 1))).containsExactly("c");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"q'uo\"te", "x' OR '1'='1", "'); DROP TABLE state; --", "$1", "?", "n\\", "日本"})
  void namesOfFieldsAreNeverSql(String name) throws InterruptedException {
    assertThat(keys(is(Comparison.EQ, name, "odd")))
        .isEqualTo(name.startsWith("q") ? List.of("c") : List.of());
    assertThat(keys(null, new Sort(name, true))).hasSize(6);
    assertThat(keys(is(Comparison.EQ, "t", name))).isEmpty();
  }

  @Test
  void conditionsNest() throws InterruptedException {
    Filter small = is(Comparison.LT, "n", 10);
    Filter text = is(Comparison.EQ, "t", "it's");
    assertThat(keys(new Or(List.of(small, text)))).containsExactly("a", "b");
    assertThat(keys(new And(List.of(small, text)))).isEmpty();
    assertThat(keys(new And(List.of(new Or(List.of(small, text)), is(Comparison.EQ, "b", false)))))
        .containsExactly("b");
  }

  @Test
  void theOrderKnowsNumbersAndEndsWithTheOrderOfCreation() throws InterruptedException {
    Filter numbers = is(Comparison.GT, "n", 0);
    assertThat(keys(numbers, new Sort("n", false))).containsExactly("a", "b");
    assertThat(keys(numbers, new Sort("n", true))).containsExactly("b", "a");
    assertThat(keys(numbers, new Sort("absent", true))).containsExactly("a", "b");
  }

  @Test
  void pagesFollowEachOtherToTheEnd() throws InterruptedException {
    QueryResult first = page(null, 4, null);
    QueryResult second = page(null, 4, first.token());
    assertThat(first.items()).hasSize(4);
    assertThat(first.token()).isEqualTo("4");
    assertThat(second.items()).extracting(BulkItem::key).containsExactly("e", "f");
    assertThat(second.token()).isNull();
    assertThat(page(null, 6, "").token()).isNull();
    assertThat(page(null, 4, "100").items()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "-1", "1 OR 1", "99999999999999999999"})
  void otherTokensAreRefused(String token) {
    assertThatThrownBy(() -> page(null, 2, token))
        .isInstanceOf(ComponentException.class)
        .hasMessageContaining("token: \"" + token + "\" (expected: ");
  }

  @ParameterizedTest
  @EnumSource(names = {"GT", "GTE", "LT", "LTE"})
  void rangesOfTextsAreRefused(Comparison comparison) {
    assertThatThrownBy(() -> keys(is(comparison, "t", "a")))
        .hasMessage("unsupported type of value a; string type not permitted");
    assertThatThrownBy(() -> keys(is(comparison, "t", null)))
        .isInstanceOf(ComponentException.class);
  }

  @Test
  void theValueComesAsItIsRead() throws InterruptedException {
    BulkItem item = page(is(Comparison.EQ, "t", "it's"), 1, null).items().getFirst();
    assertThat(item.value()).isNotNull();
    assertThat(new String(item.value().bytes(), StandardCharsets.UTF_8))
        .isEqualTo(Stores.text(store, "b"));
  }
}

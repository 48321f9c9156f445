package dev.mecha.tck.state;

import static dev.mecha.spi.state.StateQuery.Comparison.EQ;
import static dev.mecha.spi.state.StateQuery.Comparison.GT;
import static dev.mecha.spi.state.StateQuery.Comparison.GTE;
import static dev.mecha.spi.state.StateQuery.Comparison.LT;
import static dev.mecha.spi.state.StateQuery.Comparison.LTE;
import static dev.mecha.spi.state.StateQuery.Comparison.NEQ;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mecha.spi.ComponentException;
import dev.mecha.spi.state.BulkItem;
import dev.mecha.spi.state.QueryResult;
import dev.mecha.spi.state.StateFeature;
import dev.mecha.spi.state.StateQuery;
import dev.mecha.spi.state.StateQuery.And;
import dev.mecha.spi.state.StateQuery.Compare;
import dev.mecha.spi.state.StateQuery.Filter;
import dev.mecha.spi.state.StateQuery.In;
import dev.mecha.spi.state.StateQuery.Or;
import dev.mecha.spi.state.StateQuery.Sort;
import dev.mecha.spi.state.ValueEncoding;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Values found by what is in them. All conditions name this test's run, since a query sees the
 * whole store.
 */
public interface QueryChecks extends StateStoreFixture {

  /**
   * The metadata of a query, such as the name of an index.
   *
   * @return none unless overridden
   */
  default Map<String, String> queryMetadata() {
    return Map.of();
  }

  @Test
  default void storeWithoutQueriesRefusesThem() {
    if (!store().features().contains(StateFeature.QUERY)) {
      assertThatExceptionOfType(ComponentException.class)
          .isThrownBy(
              () -> store().query(new StateQuery(null, List.of(), 0, null), queryMetadata()));
    }
  }

  @Test
  default void comparisonsFindValues() throws InterruptedException {
    requires(StateFeature.QUERY);
    people();
    finds(new Compare(EQ, "person.org", "A"), "p1", "p3");
    finds(new Compare(NEQ, "person.org", "A"), "p2", "p4");
    finds(new Compare(EQ, "age", 30), "p2");
    finds(new Compare(GT, "age", 20), "p2", "p3", "p4");
    finds(new Compare(GTE, "age", 30), "p2", "p3", "p4");
    finds(new Compare(LT, "age", 30), "p1");
    finds(new Compare(LTE, "age", 30), "p1", "p2");
    finds(new Compare(EQ, "person.org", "nobody's \"org\""));
  }

  @Test
  default void listsAndCombinationsFindValues() throws InterruptedException {
    requires(StateFeature.QUERY);
    people();
    finds(new In("person.org", List.of("B", "C")), "p2", "p4");
    finds(new In("age", List.of(20, 40)), "p1", "p3");
    Filter orgA = new Compare(EQ, "person.org", "A");
    Filter orgB = new Compare(EQ, "person.org", "B");
    finds(new Or(List.of(orgA, orgB)), "p1", "p2", "p3");
    finds(new And(List.of(orgA, new Compare(EQ, "age", 40))), "p3");
    finds(
        new Or(List.of(orgB, new And(List.of(orgA, new In("age", List.of(20, 99)))))), "p1", "p2");
  }

  @Test
  default void foundValuesComeWithBytesAndEtag() throws InterruptedException {
    requires(StateFeature.QUERY);
    people();
    BulkItem item = page(new Compare(EQ, "age", 30), List.of(), 0, null).items().getFirst();
    assertThat(item.key()).isEqualTo(key("p2"));
    assertThat(item.value()).isNotNull();
    assertThat(new String(item.value().bytes(), StandardCharsets.UTF_8)).contains("\"B\"");
    assertThat(item.value().etag()).isEqualTo(etag(key("p2")));
  }

  @Test
  default void resultsAreSorted() throws InterruptedException {
    requires(StateFeature.QUERY);
    people();
    Filter all = new Compare(GT, "age", 0);
    assertThat(keys(page(all, List.of(new Sort("age", false)), 0, null)))
        .containsExactly(key("p1"), key("p2"), key("p3"), key("p4"));
    assertThat(keys(page(all, List.of(new Sort("age", true)), 0, null)))
        .containsExactly(key("p4"), key("p3"), key("p2"), key("p1"));
    List<Sort> two = List.of(new Sort("person.org", true), new Sort("age", true));
    assertThat(keys(page(all, two, 0, null)))
        .containsExactly(key("p4"), key("p2"), key("p3"), key("p1"));
  }

  @Test
  default void resultsComeInPages() throws InterruptedException {
    requires(StateFeature.QUERY);
    people();
    List<String> found = new ArrayList<>();
    @Nullable String token = null;
    do {
      QueryResult page = page(new Compare(GT, "age", 0), List.of(new Sort("age", false)), 3, token);
      assertThat(page.items()).hasSizeLessThanOrEqualTo(3);
      found.addAll(keys(page));
      token = page.items().isEmpty() ? null : page.token();
    } while (token != null && !token.isEmpty());
    assertThat(found).containsExactly(key("p1"), key("p2"), key("p3"), key("p4"));
  }

  private void people() throws InterruptedException {
    person("p1", "A", 20);
    person("p2", "B", 30);
    person("p3", "A", 40);
    person("p4", "C", 50);
  }

  private void person(String name, String org, int age) throws InterruptedException {
    String json =
        String.format(
            Locale.ROOT,
            "{\"run\":\"%s\",\"age\":%d,\"person\":{\"org\":\"%s\"}}",
            run(),
            age,
            org);
    store()
        .set(
            put(key(name), "")
                .withValue(json.getBytes(StandardCharsets.UTF_8), ValueEncoding.JSON));
  }

  private String run() {
    return key("run").replaceAll("[^a-z0-9]", "");
  }

  private void finds(Filter filter, String... names) throws InterruptedException {
    List<String> expected = Arrays.stream(names).map(this::key).toList();
    assertThat(keys(page(filter, List.of(), 0, null)))
        .as("%s", filter)
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  private QueryResult page(Filter filter, List<Sort> sort, int limit, @Nullable String token)
      throws InterruptedException {
    Filter mine = new And(List.of(new Compare(EQ, "run", run()), filter));
    return store().query(new StateQuery(mine, sort, limit, token), queryMetadata());
  }

  private static List<String> keys(QueryResult page) {
    return page.items().stream().map(BulkItem::key).toList();
  }
}

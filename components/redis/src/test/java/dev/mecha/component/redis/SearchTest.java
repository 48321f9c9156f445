package dev.mecha.component.redis;

import static dev.mecha.component.redis.FakeServer.array;
import static dev.mecha.component.redis.FakeServer.bulk;
import static dev.mecha.component.redis.Stores.open;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mecha.spi.ComponentException;
import dev.mecha.spi.state.BulkItem;
import dev.mecha.spi.state.QueryResult;
import dev.mecha.spi.state.StateQuery;
import dev.mecha.spi.state.StateQuery.Compare;
import dev.mecha.spi.state.StateQuery.Comparison;
import dev.mecha.spi.state.StateQuery.Sort;
import dev.mecha.spi.state.StateStore;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Queries, against a server that answers as the search module does. */
@Timeout(30)
class SearchTest {

  private static final String INDEXES =
      "[{\"name\":\"people\",\"indexes\":["
          + "{\"key\":\"person.org\",\"type\":\"TEXT\"},{\"key\":\"person.id\",\"type\":\"NUMERIC\"}]}]";
  private static final Map<String, String> PEOPLE = Map.of("queryIndexName", "people");
  private static final StateQuery ALL = new StateQuery(null, List.of(), 0, null);

  private final AtomicBoolean stale = new AtomicBoolean();

  private @Nullable String answer(List<String> words) {
    return switch (words.getFirst()) {
      case "JSON.GET" -> "-ERR wrong number of arguments for 'json.get' command\r\n";
      case "FT.CREATE" -> stale.getAndSet(false) ? "-Index already exists\r\n" : "+OK\r\n";
      case "FT.DROPINDEX" -> "+OK\r\n";
      case "FT.SEARCH" ->
          "*5\r\n:3\r\n"
              + bulk("p1")
              + array("$.data", "{\"a\":1}", "$.version", "5")
              + bulk("p2")
              + array("$.version", "1");
      default -> null;
    };
  }

  private static StateStore connect(FakeServer server) throws InterruptedException {
    return open(server.address(), "queryIndexes", INDEXES);
  }

  @Test
  void indexIsMadeAtTheStart() throws InterruptedException {
    try (var server = new FakeServer(this::answer)) {
      connect(server).close();
      assertThat(server.seen("FT.CREATE"))
          .containsExactly(
              List.of(
                  "FT.CREATE",
                  "people",
                  "ON",
                  "JSON",
                  "SCHEMA",
                  "$.data.person.org",
                  "AS",
                  "var0",
                  "TEXT",
                  "SORTABLE",
                  "$.data.person.id",
                  "AS",
                  "var1",
                  "NUMERIC",
                  "SORTABLE"));
      assertThat(server.seen("FT.DROPINDEX")).isEmpty();
    }
  }

  @Test
  void indexOfTheLastStartIsReplaced() throws InterruptedException {
    stale.set(true);
    try (var server = new FakeServer(this::answer)) {
      connect(server).close();
      assertThat(server.seen("FT.DROPINDEX")).containsExactly(List.of("FT.DROPINDEX", "people"));
      assertThat(server.seen("FT.CREATE")).hasSize(2);
    }
  }

  @Test
  void queryIsAskedAndItsAnswerRead() throws InterruptedException {
    try (var server = new FakeServer(this::answer);
        var store = connect(server)) {
      var filter = new Compare(Comparison.EQ, "person.org", "A");
      var query = new StateQuery(filter, List.of(new Sort("person.id", true)), 2, "4");
      QueryResult result = store.query(query, PEOPLE);
      assertThat(server.seen("FT.SEARCH"))
          .containsExactly(
              List.of(
                  "FT.SEARCH",
                  "people",
                  "@var0:(A)",
                  "SORTBY",
                  "var1",
                  "DESC",
                  "LIMIT",
                  "4",
                  "2",
                  "RETURN",
                  "2",
                  "$.data",
                  "$.version"));
      BulkItem first = result.items().getFirst();
      assertThat(first.key()).isEqualTo("p1");
      assertThat(first.value()).isNotNull();
      assertThat(first.value().bytes()).asString().isEqualTo("{\"a\":1}");
      assertThat(first.value().etag()).isEqualTo("5");
      assertThat(result.items().getLast())
          .isEqualTo(new BulkItem("p2", null, "the document has no data"));
      assertThat(result.token()).as("3 in all, 4 + 2 seen").isNull();
      assertThat(store.query(ALL, PEOPLE).token()).isEqualTo("2");
      assertThat(server.seen("FT.SEARCH").getLast()).contains("*", "0", "10000");
    }
  }

  @Test
  void indexMustBeNamed() throws InterruptedException {
    try (var server = new FakeServer(this::answer);
        var store = connect(server)) {
      refused(store, ALL, Map.of(), "query index not found");
      refused(
          store, ALL, Map.of("queryIndexName", "other"), "query index schema \"other\" not found");
      refused(
          store,
          new StateQuery(null, List.of(), 0, "x"),
          PEOPLE,
          "page token: \"x\" (expected: the token of an earlier answer)");
      assertThat(server.seen("FT.SEARCH")).isEmpty();
    }
  }

  private static void refused(
      StateStore store, StateQuery query, Map<String, String> metadata, String message) {
    assertThatExceptionOfType(ComponentException.class)
        .isThrownBy(() -> store.query(query, metadata))
        .withMessage(message);
  }
}

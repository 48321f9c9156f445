package dev.mecha.pluggable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mecha.kernel.registry.ClassPathProviders;
import dev.mecha.kernel.registry.ComponentCatalog;
import dev.mecha.pluggable.client.SocketFolder;
import dev.mecha.pluggable.server.ComponentHost;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.state.BulkItem;
import dev.mecha.spi.state.QueryResult;
import dev.mecha.spi.state.StateFeature;
import dev.mecha.spi.state.StateQuery;
import dev.mecha.spi.state.StateQuery.Compare;
import dev.mecha.spi.state.StateQuery.Comparison;
import dev.mecha.spi.state.StateQuery.In;
import dev.mecha.spi.state.StateStore;
import dev.mecha.spi.state.StateValue;
import dev.mecha.spi.time.Time;
import dev.mecha.tck.ComponentContexts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Queries arrive at a store that is offered as they were asked. */
@Timeout(60)
class OfferedQueriesTest {

  @TempDir Path folder;

  private ComponentHost offer(String type) throws IOException {
    var catalog =
        new ComponentCatalog(List.of(new ClassPathProviders(getClass().getClassLoader())));
    return ComponentHost.serve(
        catalog,
        new ComponentHost.Offer(type, "", folder.resolve("home"), Time.system()),
        folder.resolve("ours.sock"));
  }

  private StateStore connect(SocketFolder sockets) throws InterruptedException {
    return (StateStore)
        sockets
            .providers("state.ours")
            .getFirst()
            .create(ComponentContexts.of("state.ours", folder.resolve("home")).context());
  }

  @Test
  void everyConditionArrives() throws Exception {
    var each = new ArrayList<StateQuery.Filter>();
    for (Comparison comparison : Comparison.values()) {
      each.add(new Compare(comparison, "a.b", "text"));
    }
    each.add(new Compare(Comparison.EQ, "n", 1));
    each.add(new Compare(Comparison.EQ, "d", 1.5));
    each.add(new Compare(Comparison.EQ, "t", true));
    each.add(new Compare(Comparison.EQ, "nothing", null));
    each.add(new In("x", List.of("y", 2, false)));
    var filter =
        new StateQuery.And(
            List.of(new StateQuery.Or(List.copyOf(each)), new Compare(Comparison.GT, "age", 3)));
    try (ComponentHost _ = offer("state.asked");
        var sockets = new SocketFolder(folder);
        StateStore store = connect(sockets)) {
      assertThat(store.features()).contains(StateFeature.QUERY);
      for (StateQuery query :
          List.of(
              new StateQuery(null, List.of(), 0, null),
              new StateQuery(each.getFirst(), List.of(), 1, "page 2"),
              new StateQuery(each.getLast(), List.of(), 1, null),
              new StateQuery(
                  filter,
                  List.of(new StateQuery.Sort("up", false), new StateQuery.Sort("down", true)),
                  10,
                  null))) {
        QueryResult result = store.query(query, Map.of("index", "i"));
        assertThat(Asked.QUERIES.take()).isEqualTo(query);
        assertThat(result.token()).isEqualTo("more");
        assertThat(result.metadata()).containsEntry("index", "i");
        BulkItem item = result.items().getFirst();
        assertThat(item.key()).isEqualTo("found");
        assertThat(item.value()).isNotNull().extracting(StateValue::etag).isEqualTo("7");
      }
    }
  }

  @Test
  void aStoreWithoutQueriesSaysSo() throws Exception {
    try (ComponentHost _ = offer("state.in-memory");
        var sockets = new SocketFolder(folder);
        StateStore store = connect(sockets)) {
      assertThat(store.features()).doesNotContain(StateFeature.QUERY);
      assertThatExceptionOfType(ComponentException.class)
          .isThrownBy(() -> store.query(new StateQuery(null, List.of(), 0, null), Map.of()))
          .withMessage("rpc error: code = Unimplemented desc = the state store has no queries");
    }
  }
}

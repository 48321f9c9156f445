package dev.mecha.pluggable;

import dev.mecha.spi.ComponentContext;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.state.BulkItem;
import dev.mecha.spi.state.DeleteRequest;
import dev.mecha.spi.state.GetRequest;
import dev.mecha.spi.state.QueryResult;
import dev.mecha.spi.state.SetRequest;
import dev.mecha.spi.state.StateFeature;
import dev.mecha.spi.state.StateQuery;
import dev.mecha.spi.state.StateStore;
import dev.mecha.spi.state.StateValue;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/** A store that remembers what it was asked, and always finds one value. */
final class Asked implements StateStore {

  /** What all stores of this kind were asked. */
  static final BlockingQueue<StateQuery> QUERIES = new LinkedBlockingQueue<>();

  /** Makes them. */
  public static final class Provider implements ComponentProvider<StateStore> {

    /** For the service loader. */
    public Provider() {}

    @Override
    public Class<StateStore> kind() {
      return StateStore.class;
    }

    @Override
    public List<String> types() {
      return List.of("state.asked");
    }

    @Override
    public StateStore create(ComponentContext context) {
      return new Asked();
    }
  }

  @Override
  public Set<StateFeature> features() {
    return Set.of(StateFeature.QUERY);
  }

  @Override
  public @Nullable StateValue get(GetRequest request) {
    return null;
  }

  @Override
  public void set(SetRequest request) {
    // Nothing is kept.
  }

  @Override
  public void delete(DeleteRequest request) {
    // Nothing is kept.
  }

  @Override
  public QueryResult query(StateQuery query, Map<String, String> metadata) {
    QUERIES.add(query);
    var value = new StateValue("{}".getBytes(StandardCharsets.UTF_8), "7", Map.of());
    return new QueryResult(List.of(new BulkItem("found", value, null)), "more", metadata);
  }

  @Override
  public void close() {
    // Nothing is open.
  }
}

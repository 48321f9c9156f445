package dev.mecha.component.hazelcast;

import com.hazelcast.core.EntryView;
import dev.mecha.spi.ComponentContext;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.state.Concurrency;
import dev.mecha.spi.state.DeleteRequest;
import dev.mecha.spi.state.ETagException;
import dev.mecha.spi.state.GetRequest;
import dev.mecha.spi.state.SetRequest;
import dev.mecha.spi.state.StateFeature;
import dev.mecha.spi.state.StateStore;
import dev.mecha.spi.state.StateValue;
import dev.mecha.spi.state.TimeToLive;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** {@code state.hazelcast}: state in a map that a cluster of Hazelcast holds in its memory. */
public final class HazelcastStateStore implements StateStore {

  private final Cluster cluster;

  /** Makes {@code state.hazelcast}. */
  public static final class Provider implements ComponentProvider<StateStore> {

    /** For {@link java.util.ServiceLoader}. */
    public Provider() {}

    @Override
    public Class<StateStore> kind() {
      return StateStore.class;
    }

    @Override
    public List<String> types() {
      return List.of("state.hazelcast");
    }

    @Override
    public StateStore create(ComponentContext context) throws InterruptedException {
      HazelcastSettings settings = HazelcastSettings.of(context.metadata());
      var store = new HazelcastStateStore(Cluster.connect(settings, "mecha " + context.appId()));
      try {
        store.ping(); // which makes the client learn where the map's parts are
        return store;
      } catch (ComponentException | InterruptedException e) {
        store.close();
        throw e;
      }
    }
  }

  HazelcastStateStore(Cluster cluster) {
    this.cluster = cluster;
  }

  @Override
  public Set<StateFeature> features() {
    return Set.of(StateFeature.TTL);
  }

  @Override
  public void ping() throws InterruptedException {
    cluster.ask(map -> map.containsKey("ping"));
  }

  @Override
  public @Nullable StateValue get(GetRequest request) throws InterruptedException {
    return cluster.<@Nullable StateValue>ask(map -> value(map.getEntryView(request.key())));
  }

  private static @Nullable StateValue value(@Nullable EntryView<String, Object> entry) {
    if (entry == null) {
      return null;
    }
    long expiry = entry.getExpirationTime();
    return new StateValue(
        Text.bytes(entry.getValue()),
        null,
        expiry == Long.MAX_VALUE ? Map.of() : TimeToLive.expiring(Instant.ofEpochMilli(expiry)));
  }

  /** Without a life span the map's own counts. */
  @Override
  public void set(SetRequest request) throws InterruptedException {
    Integer seconds = TimeToLive.seconds(request.metadata());
    long life = seconds == null || seconds <= 0 ? -1 : seconds;
    Object value = Text.of(request.value());
    if (request.concurrency() == Concurrency.FIRST_WRITE) {
      create(request.key(), value, life);
    } else {
      cluster.ask(
          map -> {
            map.set(request.key(), value, life, TimeUnit.SECONDS);
            return true;
          });
    }
  }

  private void create(String key, Object value, long life) throws InterruptedException {
    @Nullable Object before =
        cluster.<@Nullable Object>ask(map -> map.putIfAbsent(key, value, life, TimeUnit.SECONDS));
    if (before != null) {
      throw ETagException.mismatch(key);
    }
  }

  @Override
  public void delete(DeleteRequest request) throws InterruptedException {
    cluster.ask(
        map -> {
          map.delete(request.key());
          return true;
        });
  }

  @Override
  public void close() {
    cluster.close();
  }
}

package dev.mecha.component.redis;

import dev.mecha.spi.ComponentContext;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.state.BulkItem;
import dev.mecha.spi.state.DeleteRequest;
import dev.mecha.spi.state.GetRequest;
import dev.mecha.spi.state.KeysPage;
import dev.mecha.spi.state.QueryResult;
import dev.mecha.spi.state.SetRequest;
import dev.mecha.spi.state.StateFeature;
import dev.mecha.spi.state.StateOperation;
import dev.mecha.spi.state.StateQuery;
import dev.mecha.spi.state.StateStore;
import dev.mecha.spi.state.StateValue;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * State in Redis 4.0 and later, Valkey, and servers that speak their protocol; one server, a
 * cluster, or a group watched by Sentinels.
 *
 * <p>An ETag is the number of a value's version. A write that returned is as durable as the
 * server's own settings make it: {@code appendfsync always} survives a power cut. With strong
 * consistency it has reached the connected replicas too, or a second has passed.
 *
 * <p>A value keeps its end of life when it is written again without {@code ttlInSeconds}, as with
 * the peer.
 */
public final class RedisStateStore implements StateStore {

  private final Session session;
  private final Set<StateFeature> features;

  /** Makes {@code state.redis}. */
  public static final class Provider implements ComponentProvider<StateStore> {

    /** For {@link java.util.ServiceLoader}. */
    public Provider() {}

    @Override
    public Class<StateStore> kind() {
      return StateStore.class;
    }

    @Override
    public List<String> types() {
      return List.of("state.redis");
    }

    @Override
    public StateStore create(ComponentContext context) throws InterruptedException {
      RedisSettings settings = RedisSettings.of(context.metadata());
      return new RedisStateStore(Session.open(settings, context.clock()));
    }
  }

  RedisStateStore(Session session) {
    this.session = session;
    var all =
        EnumSet.of(
            StateFeature.ETAG,
            StateFeature.TRANSACTIONAL,
            StateFeature.TTL,
            StateFeature.KEYS_LIKE,
            StateFeature.BULK_GET);
    if (session.documents()) {
      all.add(StateFeature.QUERY);
    }
    this.features = Set.copyOf(all);
  }

  @Override
  public Set<StateFeature> features() {
    return features;
  }

  /** The caller parks while the driver's own threads do the work. */
  @Override
  public boolean neverHoldsCarrier() {
    return true;
  }

  @Override
  public void ping() throws InterruptedException {
    session.ping();
  }

  @Override
  public @Nullable StateValue get(GetRequest request) throws InterruptedException {
    return session.reader().read(request);
  }

  @Override
  public List<BulkItem> bulkGet(List<GetRequest> requests) throws InterruptedException {
    return session.reader().readAll(requests);
  }

  @Override
  public void set(SetRequest request) throws InterruptedException {
    session.writer().write(request);
  }

  @Override
  public void delete(DeleteRequest request) throws InterruptedException {
    session.writer().write(request);
  }

  @Override
  public void bulkWrite(List<? extends StateOperation> operations) throws InterruptedException {
    session.writer().writeAll(operations);
  }

  @Override
  public void transact(List<StateOperation> operations, Map<String, String> metadata)
      throws InterruptedException {
    session.transactions().perform(operations, metadata);
  }

  @Override
  public QueryResult query(StateQuery query, Map<String, String> metadata)
      throws InterruptedException {
    if (!features.contains(StateFeature.QUERY)) {
      throw new ComponentException("redis-json server support is required for query capability");
    }
    return session.search().find(query, metadata);
  }

  @Override
  public KeysPage keysLike(String pattern, int limit, @Nullable String continuationToken)
      throws InterruptedException {
    if (pattern.isEmpty()) {
      throw new ComponentException("keys like pattern cannot be empty");
    }
    return session.keys().page(LikePattern.of(pattern), limit, continuationToken);
  }

  @Override
  public void close() {
    session.close();
  }
}

package dev.mecha.component.memcached;

import dev.mecha.spi.ComponentContext;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.state.BulkItem;
import dev.mecha.spi.state.Concurrency;
import dev.mecha.spi.state.DeleteRequest;
import dev.mecha.spi.state.ETagException;
import dev.mecha.spi.state.GetRequest;
import dev.mecha.spi.state.SetRequest;
import dev.mecha.spi.state.StateFeature;
import dev.mecha.spi.state.StateOperation;
import dev.mecha.spi.state.StateStore;
import dev.mecha.spi.state.StateValue;
import dev.mecha.spi.state.TimeToLive;
import dev.mecha.spi.time.Time;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.rubyeye.xmemcached.GetsResponse;
import net.rubyeye.xmemcached.transcoders.Transcoder;
import org.jspecify.annotations.Nullable;

/**
 * {@code state.memcached}: state in the memory of one or more servers, each of which has its share
 * of the keys. A value's ETag is the number that its server gives to each change.
 */
public final class MemcachedStateStore implements StateStore {

  private static final Transcoder<Item> ITEMS = new ItemTranscoder();

  /** A point in time long ago, and no span: what is written has expired already. */
  private static final int LONG_AGO = Item.LONGEST_SPAN + 1;

  private final List<Server> servers;
  private final Time clock;

  /** Makes {@code state.memcached}. */
  public static final class Provider implements ComponentProvider<StateStore> {

    /** For {@link java.util.ServiceLoader}. */
    public Provider() {}

    @Override
    public Class<StateStore> kind() {
      return StateStore.class;
    }

    @Override
    public List<String> types() {
      return List.of("state.memcached");
    }

    @Override
    public StateStore create(ComponentContext context) throws InterruptedException {
      MemcachedSettings settings = MemcachedSettings.of(context.metadata());
      var servers = new ArrayList<Server>();
      var store = new MemcachedStateStore(servers, context.clock());
      try {
        for (MemcachedSettings.Address address : settings.hosts()) {
          servers.add(Server.connect(address, settings));
        }
        store.ping();
        return store;
      } catch (ComponentException | InterruptedException e) {
        store.close();
        throw e;
      }
    }
  }

  MemcachedStateStore(List<Server> servers, Time clock) {
    this.servers = servers;
    this.clock = clock;
  }

  @Override
  public Set<StateFeature> features() {
    return Set.of(StateFeature.ETAG, StateFeature.TTL, StateFeature.BULK_GET);
  }

  /** All servers have to answer. */
  @Override
  public void ping() throws InterruptedException {
    for (Server server : servers) {
      server.ask((client, timeout) -> client.gets("ping", timeout, ITEMS));
    }
  }

  @Override
  public @Nullable StateValue get(GetRequest request) throws InterruptedException {
    ServerKey key = ServerKey.of(request.key());
    @Nullable GetsResponse<Item> found =
        server(key)
            .<@Nullable GetsResponse<Item>>ask(
                (client, timeout) -> client.gets(key.text(), timeout, ITEMS));
    return found == null ? null : value(found);
  }

  private static StateValue value(GetsResponse<Item> found) {
    Item item = found.getValue();
    Instant expiry = item.expiry();
    return new StateValue(
        item.value(),
        String.valueOf(found.getCas()),
        expiry == null ? Map.of() : TimeToLive.expiring(expiry));
  }

  /** One question for each server. */
  @Override
  public List<BulkItem> bulkGet(List<GetRequest> requests) throws InterruptedException {
    var shares = new HashMap<Server, Map<String, String>>();
    for (GetRequest request : requests) {
      ServerKey key = ServerKey.of(request.key());
      shares.computeIfAbsent(server(key), server -> new HashMap<>()).put(key.text(), request.key());
    }
    var items = new ArrayList<BulkItem>(requests.size());
    for (var share : shares.entrySet()) {
      items.addAll(items(share.getKey(), share.getValue()));
    }
    return items;
  }

  private static List<BulkItem> items(Server server, Map<String, String> keys)
      throws InterruptedException {
    try {
      Map<String, GetsResponse<Item>> found =
          server.ask((client, timeout) -> client.gets(keys.keySet(), timeout, ITEMS));
      return keys.entrySet().stream()
          .map(key -> new BulkItem(key.getValue(), value(found, key.getKey()), null))
          .toList();
    } catch (ComponentException e) {
      return keys.values().stream().map(key -> new BulkItem(key, null, e.getMessage())).toList();
    }
  }

  private static @Nullable StateValue value(Map<String, GetsResponse<Item>> found, String key) {
    GetsResponse<Item> one = found.get(key);
    return one == null ? null : value(one);
  }

  @Override
  public void set(SetRequest request) throws InterruptedException {
    Instant now = clock.instant();
    Item item = Item.of(request, now);
    ServerKey key = ServerKey.of(request.key());
    String etag = request.etag();
    if (etag != null) {
      replace(request, key, item, item.expiration(now), version(etag));
    } else if (request.concurrency() == Concurrency.FIRST_WRITE) {
      require(
          request,
          server(key)
              .ask(
                  (client, timeout) ->
                      client.add(key.text(), item.expiration(now), item, ITEMS, timeout)));
    } else {
      server(key)
          .ask(
              (client, timeout) ->
                  client.set(key.text(), item.expiration(now), item, ITEMS, timeout));
    }
  }

  /** No command deletes a certain version: one that has expired takes its place. */
  @Override
  public void delete(DeleteRequest request) throws InterruptedException {
    ServerKey key = ServerKey.of(request.key());
    String etag = request.etag();
    if (etag != null) {
      replace(request, key, new Item(new byte[0], 0), LONG_AGO, version(etag));
    } else {
      server(key).ask((client, timeout) -> client.delete(key.text(), timeout));
    }
  }

  private void replace(
      StateOperation operation, ServerKey key, Item item, int expiration, long version)
      throws InterruptedException {
    require(
        operation,
        server(key)
            .ask(
                (client, timeout) ->
                    client.cas(key.text(), expiration, item, ITEMS, timeout, version)));
  }

  private static void require(StateOperation operation, boolean done) {
    if (!done) {
      throw ETagException.mismatch(operation.key());
    }
  }

  private static long version(String etag) {
    try {
      return Long.parseUnsignedLong(etag);
    } catch (NumberFormatException e) {
      throw ETagException.invalid(etag);
    }
  }

  private Server server(ServerKey key) {
    return servers.get(key.server(servers.size()));
  }

  @Override
  public void close() {
    servers.forEach(Server::close);
  }
}

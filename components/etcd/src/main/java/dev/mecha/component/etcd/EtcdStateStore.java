package dev.mecha.component.etcd;

import dev.mecha.spi.ComponentContext;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.state.Consistency;
import dev.mecha.spi.state.DeleteRequest;
import dev.mecha.spi.state.ETagException;
import dev.mecha.spi.state.GetRequest;
import dev.mecha.spi.state.KeysPage;
import dev.mecha.spi.state.SetRequest;
import dev.mecha.spi.state.StateFeature;
import dev.mecha.spi.state.StateOperation;
import dev.mecha.spi.state.StateStore;
import dev.mecha.spi.state.StateValue;
import dev.mecha.spi.state.TimeToLive;
import dev.mecha.spi.time.Time;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code state.etcd}: state in etcd, laid out as the peer's sidecars lay it out. A value's ETag is
 * the revision of its last change; what is to expire is bound to a lease. Version 1 keeps values as
 * they are, version 2 keeps with them when they expire.
 */
public final class EtcdStateStore implements StateStore {

  private static final Set<StateFeature> FEATURES =
      Set.of(
          StateFeature.ETAG, StateFeature.TRANSACTIONAL, StateFeature.TTL, StateFeature.KEYS_LIKE);

  private final EtcdClient client;
  private final EtcdKeys keys;
  private final ValueForm form;
  private final Leases leases;
  private final int mostOperations;
  private final Time clock;

  /** Makes {@code state.etcd}. */
  public static final class Provider implements ComponentProvider<StateStore> {

    /** What a server takes unless it is told otherwise. */
    private static final int MOST_OPERATIONS = 128;

    /** For {@link java.util.ServiceLoader}. */
    public Provider() {}

    @Override
    public Class<StateStore> kind() {
      return StateStore.class;
    }

    @Override
    public List<String> types() {
      return List.of("state.etcd");
    }

    @Override
    public Set<String> versions() {
      return Set.of("v1", "v2");
    }

    /** Does not ask the servers: as with the peer, they may come later. */
    @Override
    public StateStore create(ComponentContext context) {
      EtcdSettings settings = EtcdSettings.of(context.metadata());
      return new EtcdStateStore(
          settings,
          context.version().equals("v2") ? new EnvelopeForm(context.clock()) : new PlainForm(),
          context.metadata().property("maxTxnOps").integer(MOST_OPERATIONS, 1),
          context.clock());
    }
  }

  EtcdStateStore(EtcdSettings settings, ValueForm form, int mostOperations, Time clock) {
    this.client = new EtcdClient(settings);
    this.keys = new EtcdKeys(settings.keyPrefixPath() + "/");
    this.form = form;
    this.leases = new Leases(client);
    this.mostOperations = mostOperations;
    this.clock = clock;
  }

  @Override
  public Set<StateFeature> features() {
    return FEATURES;
  }

  /** A read that the majority answers. */
  @Override
  public void ping() throws InterruptedException {
    client.call("v3/kv/range", Map.of("key", keys.of("ping"), "keys_only", true));
  }

  @Override
  public @Nullable StateValue get(GetRequest request) throws InterruptedException {
    var range = new HashMap<String, Object>();
    range.put("key", keys.of(request.key()));
    if (request.consistency() == Consistency.EVENTUAL) {
      range.put("serializable", true);
    }
    Map<?, ?> found = Json.first(client.call("v3/kv/range", range), "kvs");
    return found.isEmpty() ? null : value(request.key(), found);
  }

  private @Nullable StateValue value(String key, Map<?, ?> found) throws InterruptedException {
    var kept = form.decode(key, Json.bytes(found, "value"));
    Instant expiry = kept.expiry();
    String lease = Json.text(found, "lease");
    if (expiry == null && !lease.isEmpty()) {
      Long seconds = leases.remaining(lease);
      if (seconds == null) {
        return null;
      }
      expiry = clock.instant().plusSeconds(seconds);
    }
    return new StateValue(
        kept.bytes(),
        Json.text(found, "mod_revision"),
        expiry == null ? Map.of() : TimeToLive.expiring(expiry));
  }

  @Override
  public void set(SetRequest request) throws InterruptedException {
    write(request);
  }

  @Override
  public void delete(DeleteRequest request) throws InterruptedException {
    write(request);
  }

  /** One write is a transaction of its own: its condition is looked at where it is done. */
  @Override
  public void write(StateOperation operation) throws InterruptedException {
    transact(List.of(operation), Map.of());
  }

  @Override
  public int maxTransactionOperations() {
    return mostOperations;
  }

  @Override
  public void transact(List<StateOperation> operations, Map<String, String> metadata)
      throws InterruptedException {
    if (operations.isEmpty()) {
      return;
    }
    var transaction = new Transaction(keys, form, operations);
    List<String> granted = leases.grant(transaction.lives());
    // After a failure it may have been done: then the leases are those of its values.
    var answer = client.call("v3/kv/txn", transaction.message(granted));
    if (!Json.flag(answer, "succeeded")) {
      leases.revoke(granted);
      throw ETagException.mismatch(operations.getFirst().key());
    }
  }

  @Override
  public KeysPage keysLike(String pattern, int limit, @Nullable String continuationToken)
      throws InterruptedException {
    if (pattern.isEmpty()) {
      throw new ComponentException("keys like pattern cannot be empty");
    }
    return new KeyList(client, keys, pattern, limit).after(continuationToken);
  }

  @Override
  public void close() {
    client.close();
  }
}

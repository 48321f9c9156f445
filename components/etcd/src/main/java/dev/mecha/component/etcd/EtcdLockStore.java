package dev.mecha.component.etcd;

import dev.mecha.spi.ComponentContext;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.lock.LockStore;
import dev.mecha.spi.lock.UnlockStatus;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Keeps each lock as a key that is bound to a lease and whose value is the owner: when the lease is
 * over the key is gone. A majority of the servers agrees on both, so a lock survives the loss of
 * any one of them.
 */
public final class EtcdLockStore implements LockStore {

  private final EtcdClient client;
  private final EtcdKeys keys;
  private final Leases leases;

  /** Makes {@code lock.etcd}. */
  public static final class Provider implements ComponentProvider<LockStore> {

    /** For {@link java.util.ServiceLoader}. */
    public Provider() {}

    @Override
    public Class<LockStore> kind() {
      return LockStore.class;
    }

    @Override
    public List<String> types() {
      return List.of("lock.etcd");
    }

    @Override
    public LockStore create(ComponentContext context) throws InterruptedException {
      var store = new EtcdLockStore(EtcdSettings.of(context.metadata()));
      boolean open = false;
      try {
        store.ping();
        open = true;
        return store;
      } finally {
        if (!open) {
          store.close();
        }
      }
    }
  }

  EtcdLockStore(EtcdSettings settings) {
    String path = settings.keyPrefixPath();
    this.client = new EtcdClient(settings);
    this.keys = new EtcdKeys(path.isEmpty() || path.endsWith("/") ? path : path + "/");
    this.leases = new Leases(client);
  }

  /** A read that the majority answers. */
  @Override
  public void ping() throws InterruptedException {
    client.call("v3/kv/range", Map.of("key", keys.of("ping"), "keys_only", true));
  }

  @Override
  public boolean tryLock(String resource, String owner, Duration expiry)
      throws InterruptedException {
    String key = keys.of(resource);
    String lease = leases.grant(expiry.toSeconds());
    boolean taken = false;
    try {
      var put = Map.of("key", key, "value", Json.base64(owner), "lease", lease);
      var answer =
          client.call(
              "v3/kv/txn",
              Map.of(
                  "compare",
                  List.of(Map.of("key", key, "target", "CREATE", "create_revision", "0")),
                  "success",
                  List.of(Map.of("request_put", put))));
      taken = Json.flag(answer, "succeeded");
      return taken;
    } finally {
      if (!taken) {
        leases.revoke(List.of(lease)); // a lock that may be there ends with it
      }
    }
  }

  @Override
  public UnlockStatus unlock(String resource, String owner) throws InterruptedException {
    String key = keys.of(resource);
    var answer =
        client.call(
            "v3/kv/txn",
            Map.of(
                "compare",
                List.of(Map.of("key", key, "target", "VALUE", "value", Json.base64(owner))),
                "success",
                List.of(Map.of("request_delete_range", Map.of("key", key, "prev_kv", true))),
                "failure",
                List.of(Map.of("request_range", Map.of("key", key, "keys_only", true)))));
    Map<?, ?> response = Json.first(answer, "responses");
    if (Json.flag(answer, "succeeded")) {
      Map<?, ?> deleted = Json.message(response, "response_delete_range");
      String lease = Json.text(Json.first(deleted, "prev_kvs"), "lease");
      leases.revoke(lease.isEmpty() ? List.of() : List.of(lease));
      return UnlockStatus.SUCCESS;
    }
    return Json.text(Json.message(response, "response_range"), "count").isEmpty()
        ? UnlockStatus.LOCK_DOES_NOT_EXIST
        : UnlockStatus.LOCK_BELONGS_TO_OTHERS;
  }

  @Override
  public void close() {
    client.close();
  }
}

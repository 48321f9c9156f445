package dev.mecha.component.etcd;

import dev.mecha.spi.ComponentContext;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.lock.LockStore;
import dev.mecha.spi.lock.UnlockStatus;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps each lock as a key that is bound to a lease and whose value is the owner: when the lease is
 * over the key is gone. A majority of the servers agrees on both, so a lock survives the loss of
 * any one of them.
 */
public final class EtcdLockStore implements LockStore {

  private static final Logger LOG = LoggerFactory.getLogger(EtcdLockStore.class);

  private final EtcdSettings settings;
  private final EtcdClient client;

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
    this.settings = settings;
    this.client = new EtcdClient(settings);
  }

  /** A read that the majority answers. */
  @Override
  public void ping() throws InterruptedException {
    client.call("v3/kv/range", Map.of("key", key("ping"), "keys_only", true));
  }

  @Override
  public boolean tryLock(String resource, String owner, Duration expiry)
      throws InterruptedException {
    String key = key(resource);
    String lease =
        Json.text(client.call("v3/lease/grant", Map.of("TTL", expiry.toSeconds())), "ID");
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
      taken = succeeded(answer);
      return taken;
    } finally {
      if (!taken) {
        revoke(lease);
      }
    }
  }

  @Override
  public UnlockStatus unlock(String resource, String owner) throws InterruptedException {
    String key = key(resource);
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
    if (succeeded(answer)) {
      Map<?, ?> deleted = Json.message(response, "response_delete_range");
      revoke(Json.text(Json.first(deleted, "prev_kvs"), "lease"));
      return UnlockStatus.SUCCESS;
    }
    return Json.text(Json.message(response, "response_range"), "count").isEmpty()
        ? UnlockStatus.LOCK_DOES_NOT_EXIST
        : UnlockStatus.LOCK_BELONGS_TO_OTHERS;
  }

  private static boolean succeeded(Map<String, Object> answer) {
    return Boolean.TRUE.equals(answer.get("succeeded"));
  }

  /**
   * A lease without its key does no harm until it is over; a lock that may be there ends with it.
   */
  private void revoke(String lease) throws InterruptedException {
    if (lease.isEmpty()) {
      return;
    }
    try {
      client.call("v3/lease/revoke", Map.of("ID", lease));
    } catch (ComponentException e) {
      LOG.debug("The lease {} ends when its time is over: {}", lease, e.getMessage());
    }
  }

  private String key(String resource) {
    return Json.base64(settings.keyPrefixPath() + resource);
  }

  @Override
  public void close() {
    client.close();
  }
}

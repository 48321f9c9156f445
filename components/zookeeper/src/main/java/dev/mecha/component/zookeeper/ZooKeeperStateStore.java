package dev.mecha.component.zookeeper;

import dev.mecha.spi.ComponentContext;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.state.Concurrency;
import dev.mecha.spi.state.Consistency;
import dev.mecha.spi.state.DeleteRequest;
import dev.mecha.spi.state.ETagException;
import dev.mecha.spi.state.GetRequest;
import dev.mecha.spi.state.SetRequest;
import dev.mecha.spi.state.StateFeature;
import dev.mecha.spi.state.StateStore;
import dev.mecha.spi.state.StateValue;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.curator.framework.CuratorFramework;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.data.Stat;
import org.jspecify.annotations.Nullable;

/**
 * {@code state.zookeeper}: state in the nodes of Apache ZooKeeper, one for each key. A value's ETag
 * is the version of its node.
 */
public final class ZooKeeperStateStore implements StateStore {

  private final String root;
  private final Ensemble ensemble;

  /** Makes {@code state.zookeeper}. */
  public static final class Provider implements ComponentProvider<StateStore> {

    /** For {@link java.util.ServiceLoader}. */
    public Provider() {}

    @Override
    public Class<StateStore> kind() {
      return StateStore.class;
    }

    @Override
    public List<String> types() {
      return List.of("state.zookeeper");
    }

    @Override
    public StateStore create(ComponentContext context) throws InterruptedException {
      ZooKeeperSettings settings = ZooKeeperSettings.of(context.metadata());
      return new ZooKeeperStateStore(settings.root(), Ensemble.connect(settings));
    }
  }

  ZooKeeperStateStore(String root, Ensemble ensemble) {
    this.root = root;
    this.ensemble = ensemble;
  }

  @Override
  public Set<StateFeature> features() {
    return Set.of(StateFeature.ETAG);
  }

  @Override
  public void ping() throws InterruptedException {
    try {
      ensemble.<@Nullable Stat>ask(client -> client.checkExists().forPath(path("ping")));
    } catch (KeeperException e) {
      throw unexpected(e);
    }
  }

  /** A server may lag behind the others: who wants the last value lets it catch up first. */
  @Override
  public @Nullable StateValue get(GetRequest request) throws InterruptedException {
    String path = path(request.key());
    try {
      return ensemble.ask(
          client -> {
            if (request.consistency() == Consistency.STRONG) {
              catchUp(client, path);
            }
            var stat = new Stat();
            byte[] value = client.getData().storingStatIn(stat).forPath(path);
            return new StateValue(
                value == null ? new byte[0] : value, String.valueOf(stat.getVersion()), Map.of());
          });
    } catch (KeeperException.NoNodeException e) {
      return null;
    } catch (KeeperException e) {
      throw unexpected(e);
    }
  }

  private static void catchUp(CuratorFramework client, String path) throws Exception {
    var done = new CompletableFuture<Integer>();
    client.sync().inBackground((_, event) -> done.complete(event.getResultCode())).forPath(path);
    int code = done.get();
    if (code != KeeperException.Code.OK.intValue()
        && code != KeeperException.Code.NONODE.intValue()) {
      throw KeeperException.create(KeeperException.Code.get(code), path);
    }
  }

  @Override
  public void set(SetRequest request) throws InterruptedException {
    String path = path(request.key());
    String etag = request.etag();
    int version = etag == null ? -1 : version(etag);
    try {
      if (etag != null) {
        ensemble.ask(
            client -> client.setData().withVersion(version).forPath(path, request.value()));
      } else if (request.concurrency() == Concurrency.FIRST_WRITE) {
        create(path, request.value());
      } else {
        put(path, request.value());
      }
    } catch (KeeperException e) {
      throw ETagException.mismatch(request.key());
    }
  }

  /** Most values are there already. One that others make or remove meanwhile is tried again. */
  private void put(String path, byte[] value)
      throws InterruptedException, KeeperException.BadVersionException {
    while (true) {
      try {
        ensemble.ask(client -> client.setData().forPath(path, value));
        return;
      } catch (KeeperException.NoNodeException | KeeperException.NodeExistsException e) {
        if (isCreated(path, value)) {
          return;
        }
      }
    }
  }

  private boolean isCreated(String path, byte[] value)
      throws InterruptedException, KeeperException.BadVersionException {
    try {
      create(path, value);
      return true;
    } catch (KeeperException.NoNodeException | KeeperException.NodeExistsException e) {
      return false;
    }
  }

  private void create(String path, byte[] value)
      throws InterruptedException,
          KeeperException.NoNodeException,
          KeeperException.NodeExistsException,
          KeeperException.BadVersionException {
    ensemble.ask(client -> client.create().creatingParentsIfNeeded().forPath(path, value));
  }

  @Override
  public void delete(DeleteRequest request) throws InterruptedException {
    String path = path(request.key());
    String etag = request.etag();
    int version = etag == null ? -1 : version(etag);
    try {
      ensemble.ask(client -> client.delete().withVersion(version).forPath(path));
    } catch (KeeperException e) {
      if (etag != null) {
        throw ETagException.mismatch(request.key());
      }
    }
  }

  /** Versions begin at 0; -1 would stand for any. */
  private static int version(String etag) {
    try {
      int version = Integer.parseInt(etag);
      if (version >= 0) {
        return version;
      }
    } catch (NumberFormatException e) {
      throw ETagException.invalid(etag);
    }
    throw ETagException.invalid(etag);
  }

  private String path(String key) {
    return root + "/" + NodeName.of(key);
  }

  private static ComponentException unexpected(KeeperException e) {
    return new ComponentException("zookeeper: " + e.getMessage(), e);
  }

  @Override
  public void close() {
    ensemble.close();
  }
}

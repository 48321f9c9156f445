package dev.mecha.component.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mecha.spi.ComponentContext;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.InvalidMetadataException;
import dev.mecha.spi.lock.LockStore;
import dev.mecha.spi.lock.UnlockStatus;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.SetArgs;
import java.time.Duration;
import java.util.List;

/**
 * Keeps each lock as a key of the resource's name whose value is the owner, and which expires, as
 * the peer does. A lock is worth as much as its server: one that hands over to a replica may forget
 * it, which is why replicas are refused unless Sentinels are asked for.
 */
public final class RedisLockStore implements LockStore {

  private static final Script UNLOCK = Script.load("unlock.lua", ScriptOutputType.INTEGER);

  private final Session session;

  /** Makes {@code lock.redis}. */
  public static final class Provider implements ComponentProvider<LockStore> {

    /** For {@link java.util.ServiceLoader}. */
    public Provider() {}

    @Override
    public Class<LockStore> kind() {
      return LockStore.class;
    }

    @Override
    public List<String> types() {
      return List.of("lock.redis");
    }

    @Override
    public LockStore create(ComponentContext context) throws InterruptedException {
      RedisSettings settings = RedisSettings.of(context.metadata());
      if (settings.topology() == Topology.CLUSTER) {
        throw new InvalidMetadataException(
            "redisType: \"cluster\" (expected: node; this component does not support connecting to"
                + " Redis Cluster, which may forget a lock)");
      }
      var session = Session.open(settings, context.clock());
      boolean open = false;
      try {
        if (settings.topology() == Topology.NODE) {
          requireNoReplicas(session);
        }
        open = true;
      } finally {
        if (!open) {
          session.close();
        }
      }
      return new RedisLockStore(session);
    }

    /** A server that may not say so has none, as far as we know. */
    private static void requireNoReplicas(Session session) throws InterruptedException {
      int replicas;
      try {
        replicas =
            NodeLink.replicas(
                session.<String>read(server -> server.commands().info("replication")));
      } catch (RefusedException e) {
        return;
      }
      if (replicas > 0) {
        throw new InvalidMetadataException(
            "redisHost: a server with "
                + replicas
                + " replicas (expected: none, or failover; replication is not supported, since a"
                + " replica that takes over may not know a lock)");
      }
    }
  }

  RedisLockStore(Session session) {
    this.session = session;
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
  public boolean tryLock(String resource, String owner, Duration expiry)
      throws InterruptedException {
    var options = SetArgs.Builder.nx().px(expiry.toMillis());
    byte[] value = owner.getBytes(UTF_8);
    String answer = session.write(server -> server.commands().set(resource, value, options));
    return "OK".equals(answer);
  }

  @Override
  public UnlockStatus unlock(String resource, String owner) throws InterruptedException {
    Command<Long> command = UNLOCK.with(new String[] {resource}, owner.getBytes(UTF_8));
    long answer = session.write(command);
    if (answer == -2) {
      return UnlockStatus.LOCK_BELONGS_TO_OTHERS;
    }
    return answer > 0 ? UnlockStatus.SUCCESS : UnlockStatus.LOCK_DOES_NOT_EXIST;
  }

  @Override
  public void close() {
    session.close();
  }
}

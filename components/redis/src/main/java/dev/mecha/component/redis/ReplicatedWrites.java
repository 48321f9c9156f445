package dev.mecha.component.redis;

import dev.mecha.spi.ComponentException;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.time.Duration;

/**
 * Writes that return when the replicas have them, or after a second: what strong consistency means
 * here. As with the peer, a replica that is late is no error, since the server that takes writes
 * has the value.
 */
final class ReplicatedWrites {

  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final LinkPool pool;
  private final Calls calls;
  private final Duration patience;

  /**
   * @param pool connections for one call at a time
   * @param calls how to send
   * @param readTimeout how long a server may be silent; the wait for replicas stays below
   */
  ReplicatedWrites(LinkPool pool, Calls calls, Duration readTimeout) {
    this.pool = pool;
    this.calls = calls;
    Duration most = readTimeout.multipliedBy(3).dividedBy(4);
    this.patience = most.isZero() || most.compareTo(PATIENCE) > 0 ? PATIENCE : most;
  }

  /**
   * @param key of the write, or one of them if there are several
   * @param command the write
   * @param replicas how many to wait for
   * @param <T> the write's answer
   * @return the write's answer
   * @throws InterruptedException if the calling thread is interrupted
   */
  <T> T perform(String key, Command<T> command, int replicas) throws InterruptedException {
    LinkPool.Pooled pooled = pool.borrow();
    boolean clean = false;
    try {
      T answer = calls.write(pooled::link, command, new Calls.Retries()).await();
      await(pooled.link(), key, replicas);
      clean = true;
      return answer;
    } finally {
      if (clean) {
        pool.giveBack(pooled);
      } else {
        pool.drop(pooled);
      }
    }
  }

  private void await(Link link, String key, int replicas) throws InterruptedException {
    try {
      RedisClusterAsyncCommands<String, byte[]> server = calls.await(link.commandsOf(key));
      calls.await(server.waitForReplication(replicas, patience.toMillis()));
    } catch (ComponentException e) {
      throw new ComponentException(
          "redis waiting for "
              + replicas
              + " replicas to acknowledge write, err: "
              + e.getMessage(),
          e);
    }
  }
}

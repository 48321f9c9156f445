package dev.mecha.component.redis;

import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.util.concurrent.CompletableFuture;

/**
 * A connection to one server or to a cluster of them. Many threads share it; their commands are
 * pipelined in the order in which they are given. It mends itself when a server goes away and comes
 * back; until then it refuses commands at once, and commands that were under way fail. No command
 * is ever sent twice by the link itself.
 */
interface Link {

  /**
   * @return the commands, each sent to the server that has its key
   */
  RedisClusterAsyncCommands<String, byte[]> commands();

  /**
   * The commands of the server that takes the writes of a key, on the connection on which {@link
   * #commands()} sends them. That is what {@code WAIT} is about: the writes before it on its own
   * connection.
   *
   * @param key a key
   * @return the commands, when that server is connected
   */
  CompletableFuture<RedisClusterAsyncCommands<String, byte[]>> commandsOf(String key);

  /**
   * @param key a key
   * @return how many replicas follow the server that takes its writes, as far as is known without
   *     asking
   */
  CompletableFuture<Integer> replicasOf(String key);

  /**
   * @return whether this is a cluster, where only keys of one hash slot can be written together
   */
  boolean slotted();

  /**
   * @return whether it was connected a moment ago
   */
  boolean isOpen();

  /**
   * Closes the connection; what is under way fails.
   *
   * @return when that is done
   */
  CompletableFuture<Void> close();
}

package dev.mecha.component.redis;

import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode.NodeFlag;
import java.util.concurrent.CompletableFuture;

/** A connection to every server of a cluster that takes writes. */
final class ClusterLink implements Link {

  private final StatefulRedisClusterConnection<String, byte[]> connection;
  private final RedisClusterAsyncCommands<String, byte[]> commands;

  ClusterLink(StatefulRedisClusterConnection<String, byte[]> connection) {
    this.connection = connection;
    this.commands = connection.async();
  }

  /**
   * Connects to all servers that take writes. Without that the first commands to each would be
   * refused.
   *
   * @return when all are connected
   */
  CompletableFuture<Void> warmUp() {
    return CompletableFuture.allOf(
        connection.getPartitions().stream()
            .filter(node -> node.is(NodeFlag.UPSTREAM) && !node.hasNoSlots())
            .map(this::connect)
            .toArray(CompletableFuture[]::new));
  }

  @Override
  public RedisClusterAsyncCommands<String, byte[]> commands() {
    return commands;
  }

  @Override
  public CompletableFuture<RedisClusterAsyncCommands<String, byte[]>> commandsOf(String key) {
    return owner(key).thenCompose(this::connect).thenApply(StatefulRedisConnection::async);
  }

  @Override
  public CompletableFuture<Integer> replicasOf(String key) {
    return owner(key).thenApply(this::replicas);
  }

  private int replicas(RedisClusterNode owner) {
    return (int)
        connection.getPartitions().stream()
            .filter(node -> owner.getNodeId().equals(node.getSlaveOf()))
            .filter(node -> !node.is(NodeFlag.FAIL))
            .count();
  }

  private CompletableFuture<RedisClusterNode> owner(String key) {
    int slot = SlotHash.getSlot(key);
    RedisClusterNode node = connection.getPartitions().getMasterBySlot(slot);
    return node == null
        ? CompletableFuture.failedFuture(
            new RedisConnectionException("no server takes the writes of hash slot " + slot))
        : CompletableFuture.completedFuture(node);
  }

  /**
   * By host and port: by node id it would be a connection apart from the one that commands take.
   */
  private CompletableFuture<StatefulRedisConnection<String, byte[]>> connect(
      RedisClusterNode node) {
    return connection.getConnectionAsync(node.getUri().getHost(), node.getUri().getPort());
  }

  @Override
  public boolean slotted() {
    return true;
  }

  @Override
  public boolean isOpen() {
    return connection.isOpen();
  }

  @Override
  public CompletableFuture<Void> close() {
    return connection.closeAsync();
  }
}

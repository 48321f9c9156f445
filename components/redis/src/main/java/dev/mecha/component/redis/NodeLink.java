package dev.mecha.component.redis;

import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A connection to one server. */
final class NodeLink implements Link {

  private static final Pattern REPLICAS =
      Pattern.compile("^connected_slaves:(\\d+)", Pattern.MULTILINE);

  /** A replica more or less is noticed within this time. */
  private static final Duration COUNT_AGE = Duration.ofSeconds(10);

  private final StatefulRedisConnection<String, byte[]> connection;
  private final RedisClusterAsyncCommands<String, byte[]> commands;
  private volatile @Nullable Count count;

  /** How many replicas there were at a time of the machine's own clock. */
  private record Count(int replicas, long nanos) {}

  NodeLink(StatefulRedisConnection<String, byte[]> connection) {
    this.connection = connection;
    this.commands = connection.async();
  }

  @Override
  public RedisClusterAsyncCommands<String, byte[]> commands() {
    return commands;
  }

  @Override
  public CompletableFuture<RedisClusterAsyncCommands<String, byte[]>> commandsOf(String key) {
    return CompletableFuture.completedFuture(commands);
  }

  @Override
  public CompletableFuture<Integer> replicasOf(String key) {
    Count known = count;
    if (known != null && System.nanoTime() - known.nanos < COUNT_AGE.toNanos()) {
      return CompletableFuture.completedFuture(known.replicas);
    }
    return commands.info("replication").thenApply(this::count).toCompletableFuture();
  }

  private int count(String info) {
    int replicas = replicas(info);
    count = new Count(replicas, System.nanoTime());
    return replicas;
  }

  /**
   * @param info what {@code INFO replication} answered
   * @return how many replicas are connected
   */
  static int replicas(String info) {
    Matcher line = REPLICAS.matcher(info);
    return line.find() ? Integer.parseInt(line.group(1)) : 0;
  }

  @Override
  public boolean slotted() {
    return false;
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

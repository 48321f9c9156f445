package dev.mecha.component.redis;

import dev.mecha.component.support.ClientIdentity;
import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SslOptions;
import io.lettuce.core.SslVerifyMode;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Opens links to the servers that the settings name. */
final class Connector {

  /** Keys are text, values are bytes. */
  static final RedisCodec<String, byte[]> CODEC =
      RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);

  /** More commands than this wait for no answer: the next ones are refused. */
  private static final int MAX_QUEUE = 50_000;

  private static final Duration TOPOLOGY_PAUSE = Duration.ofSeconds(1);

  private final RedisSettings settings;
  private final AbstractRedisClient client;
  private final Opener opener;

  /** Opens one link. */
  private interface Opener {
    CompletableFuture<Link> open();
  }

  Connector(RedisSettings settings, Driver driver) {
    this.settings = settings;
    if (settings.topology() == Topology.CLUSTER) {
      RedisClusterClient cluster =
          RedisClusterClient.create(
              driver.resources(), settings.addresses().stream().map(this::server).toList());
      cluster.setOptions(clusterOptions());
      this.client = cluster;
      this.opener = () -> openCluster(cluster);
    } else {
      RedisClient node = RedisClient.create(driver.resources());
      node.setOptions(options(ClientOptions.builder()).build());
      RedisURI uri = address();
      this.client = node;
      this.opener =
          () -> node.connectAsync(CODEC, uri).<Link>thenApply(NodeLink::new).toCompletableFuture();
    }
  }

  /**
   * @return a new link, when it is connected
   */
  CompletableFuture<Link> open() {
    return opener.open();
  }

  /**
   * Not for clusters.
   *
   * @return a new connection for notifications, when it is there
   */
  CompletableFuture<StatefulRedisPubSubConnection<String, byte[]>> openPubSub() {
    if (!(client instanceof RedisClient node)) {
      throw new IllegalStateException("a cluster");
    }
    return node.connectPubSubAsync(CODEC, address()).toCompletableFuture();
  }

  private RedisURI address() {
    return settings.topology() == Topology.SENTINEL
        ? master()
        : server(settings.addresses().getFirst());
  }

  /**
   * Closes all links.
   *
   * @return when that is done
   */
  CompletableFuture<Void> close() {
    return client.shutdownAsync(0, 1, TimeUnit.SECONDS);
  }

  private static CompletableFuture<Link> openCluster(RedisClusterClient client) {
    return client
        .refreshPartitionsAsync()
        .toCompletableFuture()
        .thenCompose(_ -> client.connectAsync(CODEC))
        .thenCompose(
            connection -> {
              var link = new ClusterLink(connection);
              return link.warmUp().<Link>thenApply(_ -> link);
            });
  }

  private RedisURI server(Address address) {
    return uri(
            RedisURI.builder().withHost(address.host()).withPort(address.port()),
            settings.credentials())
        .withDatabase(settings.database())
        .build();
  }

  private RedisURI master() {
    var builder = RedisURI.builder().withSentinelMasterId(settings.sentinelMaster());
    for (Address sentinel : settings.addresses()) {
      var host = RedisURI.builder().withHost(sentinel.host()).withPort(sentinel.port());
      builder.withSentinel(uri(host, settings.sentinelCredentials()).build());
    }
    return uri(builder, settings.credentials()).withDatabase(settings.database()).build();
  }

  private RedisURI.Builder uri(RedisURI.Builder builder, Credentials credentials) {
    String password = credentials.password();
    if (password != null) {
      String user = credentials.username();
      if (user == null) {
        builder.withPassword(password.toCharArray());
      } else {
        builder.withAuthentication(user, password.toCharArray());
      }
    }
    Tls tls = settings.tls();
    if (tls != null) {
      builder.withSsl(true).withVerifyPeer(tls.verify() ? SslVerifyMode.FULL : SslVerifyMode.NONE);
    }
    return builder.withTimeout(settings.dialTimeout());
  }

  private ClusterClientOptions clusterOptions() {
    var refresh =
        ClusterTopologyRefreshOptions.builder()
            .adaptiveRefreshTriggersTimeout(TOPOLOGY_PAUSE)
            .refreshTriggersReconnectAttempts(2)
            .build();
    var builder = ClusterClientOptions.builder().topologyRefreshOptions(refresh);
    options(builder);
    return builder.build();
  }

  private <B extends ClientOptions.Builder> B options(B builder) {
    builder
        .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
        .requestQueueSize(MAX_QUEUE)
        .useHashIndexQueue(false)
        .timeoutOptions(TimeoutOptions.create())
        .maintNotificationsConfig(MaintNotificationsConfig.disabled())
        .socketOptions(
            SocketOptions.builder().connectTimeout(settings.dialTimeout()).keepAlive(true).build());
    SslOptions ssl = sslOptions(settings.tls());
    if (ssl != null) {
      builder.sslOptions(ssl);
    }
    return builder;
  }

  private @Nullable SslOptions sslOptions(@Nullable Tls tls) {
    if (tls == null) {
      return null;
    }
    var builder = SslOptions.builder().jdkSslProvider().handshakeTimeout(settings.dialTimeout());
    ClientIdentity identity = tls.identity();
    if (identity != null) {
      builder.keyManager(identity.keyManagers());
    }
    return builder.build();
  }
}

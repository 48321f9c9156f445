package dev.mecha.component.hazelcast;

import com.hazelcast.client.HazelcastClient;
import com.hazelcast.client.config.ClientConfig;
import com.hazelcast.client.config.ClientConnectionStrategyConfig.ReconnectMode;
import com.hazelcast.config.JavaSerializationFilterConfig;
import com.hazelcast.config.ListenerConfig;
import com.hazelcast.core.HazelcastException;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.LifecycleEvent.LifecycleState;
import com.hazelcast.core.LifecycleListener;
import com.hazelcast.map.IMap;
import dev.mecha.component.support.OwnThread;
import dev.mecha.spi.ComponentException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The connections to a cluster, which mend themselves, and its map. */
final class Cluster implements AutoCloseable {

  private final HazelcastSettings settings;
  private final HazelcastInstance client;
  private volatile boolean closed;

  /** Something to ask the map. */
  interface Call<T extends @Nullable Object> {
    /**
     * @param map of the values
     * @return the answer
     */
    T run(IMap<String, Object> map);
  }

  private Cluster(HazelcastSettings settings, HazelcastInstance client) {
    this.settings = settings;
    this.client = client;
  }

  /**
   * Connects.
   *
   * @param settings where the cluster is
   * @param name of the client
   * @return the cluster
   * @throws ComponentException if no member can be reached in time
   */
  static Cluster connect(HazelcastSettings settings, String name) throws InterruptedException {
    var connected = new CountDownLatch(1);
    ClientConfig config = config(settings, name);
    LifecycleListener listener =
        event -> {
          if (event.getState() == LifecycleState.CLIENT_CONNECTED) {
            connected.countDown();
          }
        };
    config.addListenerConfig(new ListenerConfig(listener));
    var cluster = new Cluster(settings, HazelcastClient.newHazelcastClient(config));
    boolean open = false;
    try {
      open = connected.await(settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
    } finally {
      if (!open) {
        cluster.close();
      }
    }
    if (!open) {
      throw new ComponentException(
          settings + ": cannot connect within " + settings.timeout().toSeconds() + " s");
    }
    return cluster;
  }

  /**
   * The client is made without waiting, and goes on to look for the cluster when it has lost it:
   * otherwise it would end for good. Meanwhile calls fail at once. Of Java's own serialized objects
   * it takes texts only.
   */
  private static ClientConfig config(HazelcastSettings settings, String name) {
    var config = new ClientConfig();
    config.setInstanceName(null);
    config.setClassLoader(Cluster.class.getClassLoader());
    config.setClusterName(settings.cluster());
    config.addLabel(name);
    config.setProperty("hazelcast.logging.type", "slf4j");
    config.setProperty(
        "hazelcast.client.invocation.timeout.seconds",
        String.valueOf(settings.timeout().toSeconds()));
    config.setProperty("hazelcast.client.statistics.enabled", "false");
    config.getNetworkConfig().setAddresses(settings.servers());
    config.getNetworkConfig().setConnectionTimeout(Math.toIntExact(settings.timeout().toMillis()));
    var strategy = config.getConnectionStrategyConfig();
    strategy.setAsyncStart(true).setReconnectMode(ReconnectMode.ASYNC);
    strategy.getConnectionRetryConfig().setInitialBackoffMillis(200).setMaxBackoffMillis(2000);
    var filter = new JavaSerializationFilterConfig();
    filter.setDefaultsDisabled(true).getWhitelist().addClasses(String.class.getName());
    config.getSerializationConfig().setJavaSerializationFilterConfig(filter);
    return config;
  }

  /**
   * @param call what to ask
   * @return the answer
   * @throws ComponentException if there is none, or it is an error
   * @throws InterruptedException if the calling thread is interrupted; the call goes on
   */
  <T extends @Nullable Object> T ask(Call<T> call) throws InterruptedException {
    if (closed) {
      throw new ComponentException(settings + ": the component is closed");
    }
    return OwnThread.call(
        "hazelcast-state",
        () -> {
          try {
            return call.run(client.getMap(settings.map()));
          } catch (HazelcastException | IllegalStateException | IllegalArgumentException e) {
            throw new ComponentException(settings + ": " + e.getMessage(), e);
          }
        });
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      client.shutdown();
    }
  }
}

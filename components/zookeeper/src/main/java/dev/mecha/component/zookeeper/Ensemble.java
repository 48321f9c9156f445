package dev.mecha.component.zookeeper;

import dev.mecha.spi.ComponentException;
import java.util.concurrent.TimeUnit;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryNTimes;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.client.ZKClientConfig;
import org.apache.zookeeper.common.ZKConfig;
import org.jspecify.annotations.Nullable;

/** The session with the servers, which is renewed when it ends. */
final class Ensemble implements AutoCloseable {

  private final ZooKeeperSettings settings;
  private final CuratorFramework client;
  private volatile boolean closed;

  /** Something to ask the servers. */
  interface Call<T extends @Nullable Object> {
    /**
     * @param client of the servers
     * @return the answer
     * @throws Exception as the driver says
     */
    T run(CuratorFramework client) throws Exception;
  }

  private Ensemble(ZooKeeperSettings settings, CuratorFramework client) {
    this.settings = settings;
    this.client = client;
  }

  /**
   * Connects.
   *
   * @param settings where the servers are
   * @return the session
   * @throws ComponentException if no server can be reached within the session's time
   */
  static Ensemble connect(ZooKeeperSettings settings) throws InterruptedException {
    var ensemble = new Ensemble(settings, client(settings));
    boolean connected = false;
    try {
      ensemble.client.start();
      int wait = Math.toIntExact(settings.sessionTimeout().toMillis());
      connected = ensemble.client.blockUntilConnected(wait, TimeUnit.MILLISECONDS);
    } finally {
      if (!connected) {
        ensemble.close();
      }
    }
    if (!connected) {
      throw new ComponentException(
          settings + ": cannot connect within " + settings.sessionTimeout().toSeconds() + " s");
    }
    return ensemble;
  }

  /**
   * Nothing is tried again by itself: a write whose answer was lost may have been done, and would
   * then be told that it does not fit.
   */
  private static CuratorFramework client(ZooKeeperSettings settings) {
    int session = Math.toIntExact(settings.sessionTimeout().toMillis());
    var config = new ZKClientConfig();
    config.setProperty(ZKConfig.JUTE_MAXBUFFER, String.valueOf(settings.mostBytes()));
    config.setProperty(ZKClientConfig.ENABLE_CLIENT_SASL_KEY, "false");
    return CuratorFrameworkFactory.builder()
        .connectString(String.join(",", settings.servers()))
        .sessionTimeoutMs(session)
        .connectionTimeoutMs(session)
        .retryPolicy(new RetryNTimes(0, 0))
        .zkClientConfig(config)
        .build();
  }

  /**
   * @param call what to ask
   * @return the answer
   * @throws KeeperException.NoNodeException if a node is not there
   * @throws KeeperException.NodeExistsException if it is
   * @throws KeeperException.BadVersionException if it is of another version
   * @throws ComponentException if there is no answer, or it is another error
   * @throws InterruptedException if the calling thread is interrupted
   */
  <T extends @Nullable Object> T ask(Call<T> call)
      throws InterruptedException,
          KeeperException.NoNodeException,
          KeeperException.NodeExistsException,
          KeeperException.BadVersionException {
    if (closed) {
      throw new ComponentException(settings + ": the component is closed");
    }
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    try {
      return call.run(client);
    } catch (InterruptedException
        | ComponentException
        | KeeperException.NoNodeException
        | KeeperException.NodeExistsException
        | KeeperException.BadVersionException e) {
      Thread.interrupted(); // the driver sets it besides
      throw e;
    } catch (Exception e) {
      boolean open = e instanceof KeeperException.ConnectionLossException;
      throw new ComponentException(
          settings + ": " + e.getMessage() + (open ? "; it may or may not have been done" : ""), e);
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      client.close();
    }
  }
}

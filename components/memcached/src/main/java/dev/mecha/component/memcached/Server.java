package dev.mecha.component.memcached;

import dev.mecha.component.memcached.MemcachedSettings.Address;
import dev.mecha.spi.ComponentException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import net.rubyeye.xmemcached.MemcachedClient;
import net.rubyeye.xmemcached.XMemcachedClientBuilder;
import net.rubyeye.xmemcached.exception.MemcachedException;
import org.jspecify.annotations.Nullable;

/** The connections to one server, which mend themselves. */
final class Server implements AutoCloseable {

  private static final Duration HEALING = Duration.ofMillis(500);

  private final Address address;
  private final MemcachedClient client;
  private final long timeout;
  private volatile boolean closed;

  /** Something to ask the server. */
  interface Call<T extends @Nullable Object> {
    /**
     * @param client of the server
     * @param timeout in milliseconds
     * @return the answer
     */
    T run(MemcachedClient client, long timeout)
        throws TimeoutException, MemcachedException, InterruptedException;
  }

  private Server(Address address, MemcachedClient client, Duration timeout) {
    this.address = address;
    this.client = client;
    this.timeout = timeout.toMillis();
  }

  /**
   * Connects.
   *
   * @param address of the server
   * @param settings how many connections, and how long to wait
   * @return the server
   * @throws ComponentException if it cannot be reached
   */
  static Server connect(Address address, MemcachedSettings settings) {
    var builder = new XMemcachedClientBuilder(List.of());
    builder.setConnectionPoolSize(settings.connections());
    builder.setConnectTimeout(settings.timeout().toMillis());
    builder.setHealSessionInterval(HEALING.toMillis());
    builder.setResolveInetAddresses(true);
    builder.setSelectorPoolSize(1);
    builder.setName("memcached " + address);
    try {
      var server = new Server(address, builder.build(), settings.timeout());
      boolean connected = false;
      try {
        server.client.addServer(address.host(), address.port());
        connected = true;
        return server;
      } finally {
        if (!connected) {
          server.close(); // it would go on trying
        }
      }
    } catch (IOException e) {
      throw new ComponentException("memcached at " + address + ": " + reason(e), e);
    }
  }

  /** The driver wraps what happened, some of it without a word. */
  private static String reason(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
  }

  /**
   * @param call what to ask
   * @return the answer
   * @throws ComponentException if there is none, or it is an error
   */
  <T extends @Nullable Object> T ask(Call<T> call) throws InterruptedException {
    if (closed) {
      throw new ComponentException("memcached at " + address + ": the component is closed");
    }
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    try {
      return call.run(client, timeout);
    } catch (TimeoutException e) {
      throw new ComponentException(
          "memcached at " + address + ": no answer in time; it may or may not have been done", e);
    } catch (MemcachedException | IllegalArgumentException e) {
      throw new ComponentException("memcached at " + address + ": " + reason(e), e);
    }
  }

  @Override
  public void close() {
    closed = true;
    try {
      client.shutdown();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

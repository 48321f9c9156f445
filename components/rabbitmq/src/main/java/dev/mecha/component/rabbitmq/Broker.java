package dev.mecha.component.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.DefaultSaslConfig;
import com.rabbitmq.client.ShutdownSignalException;
import dev.mecha.component.support.ClientTls;
import dev.mecha.spi.ComponentException;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection to the broker that is made anew when it was lost and somebody asks for a channel.
 * All its threads are daemons of its own.
 */
final class Broker implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Broker.class);
  private static final ThreadFactory THREADS =
      Thread.ofPlatform().daemon().name("rabbitmq-", 0).factory();

  private final ConnectionSettings settings;
  private final ConnectionFactory factory;
  private final ExecutorService dispatchers = Executors.newCachedThreadPool(THREADS);
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Connection connection;
  private boolean closed;

  /** Something to do with the broker. */
  interface Call<T> {
    /**
     * @return what comes of it
     * @throws IOException if the broker refuses or the connection is lost
     */
    T run() throws IOException;
  }

  Broker(ConnectionSettings settings) {
    this.settings = settings;
    this.factory = factory(settings);
    factory.setSharedExecutor(dispatchers);
  }

  private static ConnectionFactory factory(ConnectionSettings settings) {
    var factory = new ConnectionFactory();
    try {
      factory.setUri(settings.address().uri());
      ClientTls tls = settings.tls();
      if (tls != null) {
        factory.useSslProtocol(tls.context());
        factory.enableHostnameVerification();
      }
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the address was checked", e);
    }
    if (settings.saslExternal()) {
      factory.setSaslConfig(DefaultSaslConfig.EXTERNAL);
    }
    factory.setAutomaticRecoveryEnabled(false);
    factory.setRequestedHeartbeat((int) Math.max(1, settings.heartbeat().toSeconds()));
    factory.setThreadFactory(THREADS);
    return factory;
  }

  /**
   * @return the pause between attempts to connect
   */
  Duration reconnectWait() {
    return settings.reconnectWait();
  }

  /**
   * @return a new channel, on a new connection if there is none
   * @throws ComponentException if the broker cannot be reached or refuses
   * @throws InterruptedException if the calling thread is interrupted
   */
  Channel channel() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      Channel channel = call(() -> connection().createChannel());
      if (channel == null) {
        throw new ComponentException("rabbitmq at " + settings.address() + ": no channel is left");
      }
      return channel;
    } finally {
      lock.unlock();
    }
  }

  private Connection connection() throws IOException {
    if (closed) {
      throw new ComponentException("rabbitmq at " + settings.address() + ": closed");
    }
    Connection current = connection;
    if (current == null || !current.isOpen()) {
      String name = settings.clientName();
      try {
        current = name.isEmpty() ? factory.newConnection() : factory.newConnection(name);
      } catch (TimeoutException e) {
        throw new IOException("no answer in time", e);
      }
      connection = current;
    }
    return current;
  }

  /**
   * @param call to the broker
   * @return what comes of it
   * @throws ComponentException if it fails
   */
  <T> T call(Call<T> call) {
    try {
      return call.run();
    } catch (IOException | ShutdownSignalException e) {
      throw failed(e);
    }
  }

  /** Something to do with the broker that has no result. */
  interface Action {
    /**
     * @throws IOException if the broker refuses or the connection is lost
     */
    void run() throws IOException;
  }

  /**
   * @param action with the broker
   * @throws ComponentException if it fails
   */
  void run(Action action) {
    boolean _ =
        call(
            () -> {
              action.run();
              return true;
            });
  }

  /**
   * @param e what the driver threw
   * @return what to throw in its place
   */
  ComponentException failed(Throwable e) {
    return new ComponentException("rabbitmq at " + settings.address() + ": " + reason(e), e);
  }

  /** The broker's own words are in the signal that ended the channel, if there was one. */
  static String reason(Throwable e) {
    @Nullable Throwable cause = e;
    while (cause != null) {
      if (cause instanceof ShutdownSignalException signal) {
        return reason(signal);
      }
      cause = cause.getCause();
    }
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }

  private static String reason(ShutdownSignalException signal) {
    return switch (signal.getReason()) {
      case AMQP.Channel.Close close -> close.getReplyText();
      case AMQP.Connection.Close close -> close.getReplyText();
      case null, default -> "connection lost";
    };
  }

  /** Closes a channel, whatever becomes of what is under way on it. */
  static void drop(Channel channel) {
    try {
      channel.abort();
    } catch (IOException | ShutdownSignalException e) {
      LOG.trace("closed before", e);
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      Connection last = connection;
      if (last != null) {
        last.abort(5000);
      }
    } finally {
      lock.unlock();
    }
    dispatchers.shutdown();
  }
}

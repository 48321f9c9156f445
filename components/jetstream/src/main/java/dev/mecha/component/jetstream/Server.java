package dev.mecha.component.jetstream;

import dev.mecha.component.support.ClientTls;
import dev.mecha.spi.ComponentException;
import io.nats.client.Connection;
import io.nats.client.ConnectionListener;
import io.nats.client.JetStream;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.JetStreamOptions;
import io.nats.client.KeyValue;
import io.nats.client.KeyValueOptions;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.ConsumerInfo;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The connection to the server, which mends itself, and what is asked over it. */
final class Server implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Server.class);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration RECONNECT_PAUSE = Duration.ofMillis(500);
  private static final int NOT_FOUND = 404;

  private final ServerSettings settings;
  private final Connection connection;
  private final JetStream stream;
  private final JetStreamManagement management;

  /** Something to ask. */
  interface Call<T extends @Nullable Object> {
    /**
     * @return the answer
     * @throws IOException if there is none
     * @throws JetStreamApiException if it is an error
     */
    T run() throws IOException, JetStreamApiException;
  }

  /**
   * Connects.
   *
   * @param onReconnect told after each new connection, on a thread that may wait
   * @throws ComponentException if the server cannot be reached or refuses
   * @throws InterruptedException if the calling thread is interrupted
   */
  Server(ServerSettings settings, Runnable onReconnect) throws InterruptedException {
    this.settings = settings;
    try {
      this.connection = Nats.connect(options(settings, onReconnect));
      JetStreamOptions options = jetStream(settings);
      this.stream = connection.jetStream(options);
      this.management = connection.jetStreamManagement(options);
    } catch (IOException | IllegalArgumentException e) {
      throw failed(e);
    }
  }

  private static Options options(ServerSettings settings, Runnable onReconnect) {
    var builder =
        Options.builder()
            .server(settings.address())
            .connectionName(settings.name())
            .maxReconnects(-1)
            .reconnectWait(RECONNECT_PAUSE)
            .errorListener(new Quiet())
            .connectionListener((_, event) -> heard(event, onReconnect));
    Access access = settings.access();
    String jwt = access.jwt();
    String seed = access.seed();
    ClientTls tls = access.tls();
    String token = access.token();
    if (jwt != null && seed != null) {
      builder.authHandler(Nats.staticCredentials(jwt.toCharArray(), seed.toCharArray()));
    } else if (tls != null) {
      builder.sslContext(tls.context());
    } else if (token != null) {
      builder.token(token.toCharArray());
    }
    return builder.build();
  }

  private static void heard(ConnectionListener.Events event, Runnable onReconnect) {
    LOG.debug("{}", event);
    if (event == ConnectionListener.Events.RECONNECTED) {
      Thread.ofPlatform().daemon().name("jetstream-check").start(onReconnect);
    }
  }

  private static JetStreamOptions jetStream(ServerSettings settings) {
    var builder = JetStreamOptions.builder().requestTimeout(PATIENCE);
    if (!settings.domain().isEmpty()) {
      builder.domain(settings.domain());
    }
    if (!settings.apiPrefix().isEmpty()) {
      builder.prefix(settings.apiPrefix());
    }
    return builder.build();
  }

  Connection connection() {
    return connection;
  }

  JetStream stream() {
    return stream;
  }

  /**
   * @param topic a subject, which may have wildcards
   * @return the stream that has it
   */
  String streamOf(String topic) throws InterruptedException {
    List<String> names = call(() -> management.getStreamNames(topic));
    if (names.isEmpty()) {
      throw new ComponentException(settings + ": no stream matches subject " + topic);
    }
    return names.getFirst();
  }

  /**
   * @param name of a bucket
   * @return its values by their keys
   * @throws ComponentException if there is no such bucket
   */
  KeyValue bucket(String name) throws InterruptedException {
    var options = KeyValueOptions.builder().jetStreamOptions(jetStream(settings)).build();
    return call(
        () -> {
          connection.keyValueManagement(options).getStatus(name);
          return connection.keyValue(name, options);
        });
  }

  /**
   * @return the consumer of that name, or null if there is none
   */
  @Nullable ConsumerInfo consumer(String streamName, String name) throws InterruptedException {
    try {
      return call(() -> management.getConsumerInfo(streamName, name));
    } catch (ComponentException e) {
      if (e.getCause() instanceof JetStreamApiException api && api.getErrorCode() == NOT_FOUND) {
        return null;
      }
      throw e;
    }
  }

  /**
   * @return the consumer, made or changed
   */
  ConsumerInfo put(String streamName, ConsumerConfiguration configuration)
      throws InterruptedException {
    return call(() -> management.addOrUpdateConsumer(streamName, configuration));
  }

  /**
   * @throws ComponentException if the server does not answer
   */
  void ping() throws InterruptedException {
    try {
      connection.flush(PATIENCE);
    } catch (TimeoutException | IllegalStateException e) {
      throw failed(e);
    }
  }

  /**
   * @param call what to ask; not to be interrupted while it is under way
   * @return the answer
   * @throws ComponentException if there is none, or it is an error, which is the cause then
   */
  <T extends @Nullable Object> T call(Call<T> call) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    try {
      return call.run();
    } catch (IOException
        | JetStreamApiException
        | IllegalStateException
        | IllegalArgumentException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      throw failed(e);
    }
  }

  /**
   * @param e what the driver threw
   * @return what to throw in its place
   */
  ComponentException failed(@Nullable Throwable e) {
    String reason = e == null ? "no answer" : String.valueOf(e.getMessage());
    return new ComponentException(settings + ": " + ServerSettings.withoutUsers(reason), e);
  }

  @Override
  public void close() {
    try {
      connection.flush(Duration.ofSeconds(1));
    } catch (TimeoutException | IllegalStateException e) {
      LOG.debug("closed without a farewell", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    try {
      connection.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

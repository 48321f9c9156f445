package dev.mecha.component.redis;

import dev.mecha.spi.ComponentException;
import dev.mecha.spi.time.Time;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A store's connections and what works on them, from the first connection to the last. */
final class Session implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Session.class);
  private static final Duration LONGEST_CLOSE = Duration.ofSeconds(5);

  private final Driver driver;
  private final Connector connector;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Calls calls;
  private final SharedLink link;
  private final LinkPool pool;
  private final Reader reader;
  private final Writer writer;
  private final Transactions transactions;
  private final Search search;
  private final boolean documents;

  private Session(RedisSettings settings, Time clock, Driver driver, Connector connector)
      throws InterruptedException {
    this.driver = driver;
    this.connector = connector;
    this.calls = new Calls(settings.host(), settings.retry(), driver, closed);
    this.link = connect(settings);
    this.documents = hasDocuments();
    Duration idleCheck = settings.pool().idleCheck();
    this.pool =
        new LinkPool(
            settings.pool(),
            settings.maxAge(),
            connector,
            calls,
            clock,
            task -> afterIdleCheck(idleCheck, task));
    var commands = new WriteCommands(settings.ttl(), documents, clock);
    var replicated = new ReplicatedWrites(pool, calls, settings.readTimeout());
    this.reader = new Reader(link, calls, documents, clock);
    this.writer = new Writer(link, calls, commands, replicated);
    this.transactions = new Transactions(link, calls, commands, writer, replicated);
    this.search = new Search(link, calls, settings.indexes());
    search.create(settings.indexes());
  }

  /**
   * Connects.
   *
   * @param settings of the component
   * @param clock the time
   * @return a session that has reached its server
   * @throws ComponentException if the server cannot be reached or refuses the sidecar
   * @throws InterruptedException if the calling thread is interrupted
   */
  static Session open(RedisSettings settings, Time clock) throws InterruptedException {
    var driver = new Driver(settings);
    var connector = new Connector(settings, driver);
    Session session = null;
    try {
      session = new Session(settings, clock, driver, connector);
      return session;
    } finally {
      if (session == null) {
        var _ = connector.close().thenCompose(_ -> driver.close());
      }
    }
  }

  private SharedLink connect(RedisSettings settings) throws InterruptedException {
    Duration longestCall = settings.readTimeout().plus(settings.writeTimeout()).plusSeconds(1);
    Link first = calls.connect("redis store", connector::open);
    return new SharedLink(first, connector, driver::later, settings.maxAge(), longestCall);
  }

  /** The server says that it does not know the command, or that it misses an argument. */
  private boolean hasDocuments() throws InterruptedException {
    try {
      calls.read(
          link,
          server ->
              server
                  .commands()
                  .dispatch(
                      CommandType.JSON_GET,
                      new StatusOutput<>(Connector.CODEC),
                      new CommandArgs<>(Connector.CODEC)));
      return true;
    } catch (RefusedException e) {
      return !e.answer().contains("unknown command") && !e.code().equals("NOPERM");
    }
  }

  private void afterIdleCheck(Duration interval, Runnable task) {
    if (!interval.isZero()) {
      driver.later(interval, task);
    }
  }

  Reader reader() {
    return reader;
  }

  Writer writer() {
    return writer;
  }

  Transactions transactions() {
    return transactions;
  }

  Search search() {
    return search;
  }

  KeyScan keys() {
    return new KeyScan(link, calls);
  }

  /**
   * Performs a command of the caller's own that changes nothing.
   *
   * @throws InterruptedException if the calling thread is interrupted
   */
  <T> T read(Command<T> command) throws InterruptedException {
    return calls.read(link, command);
  }

  /**
   * Performs a command of the caller's own that changes something.
   *
   * @throws InterruptedException if the calling thread is interrupted
   */
  <T> T write(Command<T> command) throws InterruptedException {
    return calls.write(link, command, new Calls.Retries()).await();
  }

  /**
   * Waits for one thing on another connection, without trying again.
   *
   * @param future under way
   * @return what comes of it
   * @throws ComponentException if it fails
   * @throws InterruptedException if the calling thread is interrupted
   */
  <T> T answer(Future<T> future) throws InterruptedException {
    return calls.await(future);
  }

  /**
   * Opens a connection for notifications, which subscribes again behind every loss.
   *
   * @throws InterruptedException if the calling thread is interrupted
   */
  StatefulRedisPubSubConnection<String, byte[]> openPubSub() throws InterruptedException {
    calls.checkOpen();
    return calls.await(connector.openPubSub());
  }

  /**
   * Asks the server to tell of changed keys, in addition to what others have asked it to tell.
   * Where that may not be asked an administrator has to have done so.
   *
   * @throws InterruptedException if the calling thread is interrupted
   */
  void notifyOfKeys() throws InterruptedException {
    try {
      Map<String, String> known =
          calls.read(link, server -> server.commands().configGet(KeyspaceEvents.SETTING));
      String told = known.getOrDefault(KeyspaceEvents.SETTING, "");
      String wanted = KeyspaceEvents.with(told);
      if (!wanted.equals(told)) {
        calls.read(link, server -> server.commands().configSet(KeyspaceEvents.SETTING, wanted));
      }
    } catch (RefusedException e) {
      LOG.warn(
          "The server cannot be asked for {}; it has to be set there: {}",
          KeyspaceEvents.SETTING,
          e.getMessage());
    }
  }

  /**
   * @return whether the server keeps JSON documents
   */
  boolean documents() {
    return documents;
  }

  /**
   * @throws ComponentException if the server does not answer
   * @throws InterruptedException if the calling thread is interrupted
   */
  void ping() throws InterruptedException {
    calls.read(link, server -> server.commands().ping());
  }

  /**
   * Answers come in order: when this last question is answered, so is all that was asked before.
   */
  @Override
  public void close() {
    if (closed.getCount() == 0) {
      return;
    }
    closed.countDown();
    await(link.get().commands().ping());
    CompletableFuture<Void> ended = connector.close().thenCompose(_ -> driver.close());
    await(ended);
  }

  private static void await(Future<?> future) {
    try {
      future.get(LONGEST_CLOSE.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.debug("closed without waiting for the server", e);
    }
  }
}

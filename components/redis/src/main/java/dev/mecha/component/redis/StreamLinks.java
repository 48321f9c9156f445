package dev.mecha.component.redis;

import dev.mecha.spi.ComponentException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections of a broker: one for what is answered at once, and one for each subscription,
 * which waits there for messages.
 */
final class StreamLinks implements AutoCloseable, Supplier<Link> {

  private static final Logger LOG = LoggerFactory.getLogger(StreamLinks.class);
  private static final Duration LONGEST_CLOSE = Duration.ofSeconds(5);

  private final Driver driver;
  private final Connector connector;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Calls calls;
  private final SharedLink shared;

  private StreamLinks(RedisSettings settings, Driver driver, Connector connector)
      throws InterruptedException {
    this.driver = driver;
    this.connector = connector;
    this.calls = new Calls(settings.host(), settings.retry(), driver, closed);
    Link first = calls.connect("redis streams", connector::open);
    Duration longestCall = settings.readTimeout().plus(settings.writeTimeout()).plusSeconds(1);
    this.shared = new SharedLink(first, connector, driver::later, settings.maxAge(), longestCall);
  }

  /**
   * @param settings of the connection
   * @return the links, connected
   * @throws ComponentException if the server cannot be reached or refuses the sidecar
   * @throws InterruptedException if the calling thread is interrupted
   */
  static StreamLinks open(RedisSettings settings) throws InterruptedException {
    var driver = new Driver(settings);
    var connector = new Connector(settings, driver);
    StreamLinks links = null;
    try {
      links = new StreamLinks(settings, driver, connector);
      return links;
    } finally {
      if (links == null) {
        var _ = connector.close().thenCompose(_ -> driver.close());
      }
    }
  }

  @Override
  public Link get() {
    return shared.get();
  }

  Calls calls() {
    return calls;
  }

  /**
   * @return one more link, connected, for the caller alone
   */
  Link openAnother() throws InterruptedException {
    return calls.connect("redis streams", connector::open);
  }

  @Override
  public void close() {
    if (closed.getCount() == 0) {
      return;
    }
    closed.countDown();
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

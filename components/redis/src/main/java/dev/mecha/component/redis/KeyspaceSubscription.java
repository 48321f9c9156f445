package dev.mecha.component.redis;

import dev.mecha.spi.ComponentException;
import dev.mecha.spi.configuration.ChangeListener;
import dev.mecha.spi.configuration.ConfigurationItem;
import dev.mecha.spi.configuration.ConfigurationSubscription;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the notifications that a server sends when keys change, on a connection of its own that
 * mends itself. They are not kept for those who are away: whenever the connection is back, the
 * listener is told that it may have missed something.
 */
final class KeyspaceSubscription implements ConfigurationSubscription {

  private static final Logger LOG = LoggerFactory.getLogger(KeyspaceSubscription.class);

  /** A server that is silent for so long is asked whether it is still there. */
  private static final Duration QUIET = Duration.ofSeconds(10);

  /** Stands in the queue for "something may have been missed". */
  private static final String ANYTHING = "";

  private final String prefix;
  private final List<String> keys;
  private final Reading reading;
  private final Session session;
  private final ChangeListener listener;
  private final Consumer<KeyspaceSubscription> onClose;
  private final LinkedBlockingQueue<String> changed = new LinkedBlockingQueue<>();
  private final AtomicInteger confirmed = new AtomicInteger();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Thread worker;
  private volatile @Nullable StatefulRedisPubSubConnection<String, byte[]> connection;

  /** Reads items. */
  interface Reading {
    Map<String, ConfigurationItem> of(List<String> keys, Map<String, String> metadata)
        throws InterruptedException;
  }

  /**
   * @param database the number of the database
   * @param keys which; all if empty
   * @param reading reads what has changed
   * @param session for everything but notifications
   * @param listener is told
   * @param onClose told at the end
   */
  KeyspaceSubscription(
      int database,
      List<String> keys,
      Reading reading,
      Session session,
      ChangeListener listener,
      Consumer<KeyspaceSubscription> onClose) {
    this.prefix = "__keyspace@" + database + "__:";
    this.keys = keys;
    this.reading = reading;
    this.session = session;
    this.listener = listener;
    this.onClose = onClose;
    this.worker = Thread.ofVirtual().name("redis-keyspace").unstarted(this::work);
  }

  /** Returns when the server has confirmed it. */
  void begin() throws InterruptedException {
    session.notifyOfKeys();
    StatefulRedisPubSubConnection<String, byte[]> made = session.openPubSub();
    connection = made;
    made.addListener(new Notifications());
    if (keys.isEmpty()) {
      session.answer(made.async().psubscribe(prefix + "*"));
    } else {
      String[] channels = keys.stream().map(key -> prefix + key).toArray(String[]::new);
      session.answer(made.async().subscribe(channels));
    }
    worker.start();
  }

  /** Runs on the driver's thread, which must not be held. */
  private final class Notifications extends RedisPubSubAdapter<String, byte[]> {

    @Override
    public void message(String channel, byte[] event) {
      if (channel.startsWith(prefix)) {
        changed.add(channel.substring(prefix.length()));
      }
    }

    @Override
    public void message(String pattern, String channel, byte[] event) {
      message(channel, event);
    }

    @Override
    public void subscribed(String channel, long count) {
      confirmed(Math.max(1, keys.size()));
    }

    @Override
    public void psubscribed(String pattern, long count) {
      confirmed(1);
    }

    /** Each channel is confirmed once at first, and again behind every lost connection. */
    private void confirmed(int channels) {
      if (confirmed.incrementAndGet() > channels) {
        changed.add(ANYTHING);
      }
    }
  }

  @SuppressWarnings("InterruptedExceptionSwallowed") // Only close() interrupts this thread.
  private void work() {
    try {
      while (!closed.get()) {
        String key = changed.poll(QUIET.toMillis(), TimeUnit.MILLISECONDS);
        if (key == null) {
          ask();
        } else if (key.equals(ANYTHING)) {
          mend();
        } else {
          tell(key);
        }
      }
    } catch (InterruptedException e) {
      LOG.trace("closed", e);
    }
  }

  private void tell(String key) throws InterruptedException {
    try {
      Map<String, ConfigurationItem> items = reading.of(List.of(key), Map.of());
      listener.changed(items.isEmpty() ? Map.of(key, ConfigurationItem.REMOVED) : items);
    } catch (ComponentException e) {
      LOG.debug("the changed key {} cannot be read now", key, e);
      listener.mayHaveChanged();
    }
  }

  /** A server that started anew has forgotten that it was asked to tell. */
  private void mend() throws InterruptedException {
    try {
      session.notifyOfKeys();
    } catch (ComponentException e) {
      LOG.debug("the server is away again", e);
    }
    listener.mayHaveChanged();
  }

  /** An answer that does not come closes the connection, and another takes its place. */
  private void ask() throws InterruptedException {
    StatefulRedisPubSubConnection<String, byte[]> open = connection;
    if (open == null) {
      return;
    }
    try {
      session.answer(open.async().ping());
    } catch (ComponentException e) {
      LOG.debug("no answer to a question on the connection of notifications", e);
    }
  }

  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    onClose.accept(this);
    worker.interrupt();
    StatefulRedisPubSubConnection<String, byte[]> open = connection;
    if (open != null) {
      var _ = open.closeAsync();
    }
    try {
      worker.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

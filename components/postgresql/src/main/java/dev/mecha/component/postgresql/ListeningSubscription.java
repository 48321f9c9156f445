package dev.mecha.component.postgresql;

import dev.mecha.component.support.sql.Failures;
import dev.mecha.spi.ComponentException;
import dev.mecha.spi.configuration.ChangeListener;
import dev.mecha.spi.configuration.ConfigurationItem;
import dev.mecha.spi.configuration.ConfigurationSubscription;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens to a channel on a connection of its own, which it makes anew when it is lost.
 * Notifications are not kept for those who are away: whenever the connection is back, the listener
 * is told that it may have missed something.
 */
final class ListeningSubscription implements ConfigurationSubscription {

  private static final Logger LOG = LoggerFactory.getLogger(ListeningSubscription.class);
  private static final Duration PAUSE = Duration.ofMillis(300);

  /** A server that is silent for so long is asked whether it is still there. */
  private static final int QUIET_MILLIS = 10_000;

  private static final int ANSWER_SECONDS = 3;

  private final Server server;
  private final String channel;
  private final List<String> keys;
  private final Reading reading;
  private final ChangeListener listener;
  private final Consumer<ListeningSubscription> onClose;
  private final CompletableFuture<Boolean> begun = new CompletableFuture<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;
  private volatile @Nullable Connection connection;

  /** Reads items. */
  interface Reading {
    Map<String, ConfigurationItem> of(List<String> keys, Map<String, String> metadata)
        throws InterruptedException;
  }

  /**
   * @param server what to connect to
   * @param channel an identifier
   * @param keys which; all if empty
   * @param reading reads what has changed
   * @param listener is told
   * @param onClose told at the end
   */
  ListeningSubscription(
      Server server,
      String channel,
      List<String> keys,
      Reading reading,
      ChangeListener listener,
      Consumer<ListeningSubscription> onClose) {
    this.server = server;
    this.channel = channel;
    this.keys = keys;
    this.reading = reading;
    this.listener = listener;
    this.onClose = onClose;
    // Not virtual: signing in computes for milliseconds, and the thread would have its maker's
    // carrier.
    this.thread =
        Thread.ofPlatform().daemon().name("postgresql-listen-" + channel).unstarted(this::work);
  }

  /** Returns when the server knows of it. */
  void begin() throws InterruptedException {
    thread.start();
    try {
      begun.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof SQLException failure
          ? Failures.connecting(server, failure)
          : new ComponentException("error listening to channel: " + e.getCause(), e);
    }
  }

  @SuppressWarnings("InterruptedExceptionSwallowed") // Only close() interrupts this thread.
  private void work() {
    try {
      while (closed.getCount() > 0) {
        try (Connection open = server.connect()) {
          connection = open;
          listen(open);
        } catch (SQLException e) {
          lost(e);
        }
      }
    } catch (InterruptedException e) {
      LOG.trace("closed", e);
    }
  }

  private void listen(Connection open) throws SQLException, InterruptedException {
    try (var statement = open.createStatement()) {
      statement.execute("LISTEN " + channel);
    }
    if (!begun.complete(true)) {
      listener.mayHaveChanged();
    }
    PGConnection driver = open.unwrap(PGConnection.class);
    while (closed.getCount() > 0) {
      PGNotification[] notices = driver.getNotifications(QUIET_MILLIS);
      if (notices != null && notices.length > 0) {
        for (PGNotification notice : notices) {
          tell(notice.getParameter());
        }
      } else if (!open.isValid(ANSWER_SECONDS)) {
        throw new SQLException("no answer within " + ANSWER_SECONDS + " s");
      }
    }
  }

  private void lost(SQLException e) throws InterruptedException {
    connection = null;
    if (begun.completeExceptionally(e)) {
      closed.countDown();
    } else if (closed.getCount() > 0) {
      LOG.warn("Nothing is heard of channel {}: {}", channel, e.getMessage());
      var _ = closed.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void tell(String payload) throws InterruptedException {
    String key = Notice.key(payload);
    if (key == null) {
      LOG.warn("A notification on channel {} has no data.key; everything is read again", channel);
      listener.mayHaveChanged();
      return;
    }
    if (!keys.isEmpty() && !keys.contains(key)) {
      return;
    }
    try {
      Map<String, ConfigurationItem> items = reading.of(List.of(key), Map.of());
      listener.changed(items.isEmpty() ? Map.of(key, ConfigurationItem.REMOVED) : items);
    } catch (ComponentException e) {
      LOG.debug("the changed key {} cannot be read now", key, e);
      listener.mayHaveChanged();
    }
  }

  @Override
  public void close() {
    onClose.accept(this);
    closed.countDown();
    thread.interrupt();
    try {
      do {
        hangUp();
      } while (!thread.join(PAUSE));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** No interrupt wakes the thread from a socket. */
  private void hangUp() {
    Connection open = connection;
    if (open != null) {
      try {
        open.abort(Runnable::run);
      } catch (SQLException e) {
        LOG.trace("it is closed already", e);
      }
    }
  }
}

package dev.mecha.spi.configuration;

import dev.mecha.spi.ComponentException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * For a store that notices that something has changed, but not what: keeps its listeners, and a
 * watch on the store as long as there are any. Thread-safe.
 */
public final class ChangeListeners implements AutoCloseable {

  /** Looks at a store until it is closed. */
  public interface Watch extends AutoCloseable {

    /** Ends it; when this returns it tells nothing more. */
    @Override
    void close();
  }

  /** Makes watches. */
  @FunctionalInterface
  public interface WatchMaker {

    /**
     * @param onChange to be called when something may have changed; returns at once
     * @return the watch, which looks already
     */
    Watch begin(Runnable onChange);
  }

  private final WatchMaker maker;
  private final Set<Subscriber> subscribers = ConcurrentHashMap.newKeySet();
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Watch watch;
  private volatile boolean closed;

  /**
   * @param maker makes the watch for the first listener, and anew for the first that comes after
   *     all had gone
   */
  public ChangeListeners(WatchMaker maker) {
    this.maker = maker;
  }

  /** One listener; no two are equal. */
  private final class Subscriber implements ConfigurationSubscription {

    private final ChangeListener listener;
    private final ReentrantLock telling = new ReentrantLock();
    private boolean ended;

    Subscriber(ChangeListener listener) {
      this.listener = listener;
    }

    void tell() {
      telling.lock();
      try {
        if (!ended) {
          listener.mayHaveChanged();
        }
      } finally {
        telling.unlock();
      }
    }

    @Override
    public void close() {
      telling.lock();
      try {
        ended = true;
      } finally {
        telling.unlock();
      }
      leave(this);
    }
  }

  /**
   * Adds one.
   *
   * @param listener told from now on
   * @return ends it
   * @throws ComponentException if the store was closed
   */
  public ConfigurationSubscription add(ChangeListener listener) {
    var subscriber = new Subscriber(listener);
    lock.lock();
    try {
      requireOpen();
      subscribers.add(subscriber);
      if (watch == null) {
        watch = maker.begin(() -> subscribers.forEach(Subscriber::tell));
      }
    } finally {
      lock.unlock();
    }
    return subscriber;
  }

  private void leave(Subscriber subscriber) {
    lock.lock();
    try {
      subscribers.remove(subscriber);
      if (subscribers.isEmpty()) {
        stopWatching();
      }
    } finally {
      lock.unlock();
    }
  }

  private void stopWatching() {
    Watch old = watch;
    watch = null;
    if (old != null) {
      old.close();
    }
  }

  /**
   * For the store's other calls.
   *
   * @throws ComponentException if the store was closed
   */
  public void requireOpen() {
    if (closed) {
      throw new ComponentException("the configuration store is closed");
    }
  }

  /** The store is closed: nobody is told anything more. Idempotent. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      subscribers.clear();
      stopWatching();
    } finally {
      lock.unlock();
    }
  }
}

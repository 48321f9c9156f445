package dev.mecha.kernel.resilience;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * Keeps what was used last. Thread-safe.
 *
 * @param <V> what is kept
 */
final class Lru<V> {

  private final ReentrantLock lock = new ReentrantLock();
  private final LinkedHashMap<String, V> entries;

  /**
   * @param size how many are kept, at least 1
   */
  Lru(int size) {
    entries =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1;

          @Override
          protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
            return size() > size;
          }
        };
  }

  /**
   * @param make makes what is not kept; quick
   */
  V get(String key, Function<String, V> make) {
    lock.lock();
    try {
      V value = entries.get(key);
      if (value == null) {
        value = make.apply(key);
        entries.put(key, value);
      }
      return value;
    } finally {
      lock.unlock();
    }
  }
}

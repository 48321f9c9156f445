package dev.mecha.component.wasm;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Instances of a module, each for one request at a time. A few are kept for the next requests.
 *
 * @param <T> an instance
 */
final class Pool<T> {

  private static final int KEPT = 16;

  private final Supplier<T> maker;
  private final ConcurrentLinkedQueue<T> idle = new ConcurrentLinkedQueue<>();
  private final AtomicInteger count = new AtomicInteger();

  /** Makes the first one at once, so that a module that cannot run is found out. */
  Pool(Supplier<T> maker) {
    this.maker = maker;
    give(maker.get());
  }

  T take() {
    T instance = idle.poll();
    if (instance == null) {
      return maker.get();
    }
    count.decrementAndGet();
    return instance;
  }

  /** Gives back one that has come to the end of a request. One that failed is thrown away. */
  void give(T instance) {
    if (count.incrementAndGet() <= KEPT) {
      idle.add(instance);
    } else {
      count.decrementAndGet();
    }
  }
}

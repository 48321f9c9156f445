package dev.mecha.runtime;

import dev.mecha.kernel.pipeline.Exchange;
import dev.mecha.kernel.pipeline.Filter;
import dev.mecha.kernel.pipeline.FilterChain;
import dev.mecha.transport.thread.EventLoops;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** Counts the requests that are under way, so that what serves them is closed behind the last. */
final class InFlight implements Filter {

  private static final long LOOK_AGAIN_MILLIS = 10;

  private final LongAdder begun = new LongAdder();
  private final LongAdder ended = new LongAdder();

  @Override
  public void apply(Exchange exchange, FilterChain rest) throws InterruptedException {
    begun.increment();
    try {
      rest.proceed();
    } finally {
      ended.increment();
    }
  }

  /**
   * Waits until nothing is under way. To be called when no new request comes here any more.
   *
   * @param loops where requests come from
   * @param patience how long to wait
   * @return whether nothing is
   */
  boolean awaitNone(EventLoops loops, Duration patience) throws InterruptedException {
    // What was taken in before now may not have begun yet: it has when each loop has gone around.
    for (EventExecutor loop : loops.group()) {
      loop.submit(() -> {}).await(patience.toMillis());
    }
    long deadline = System.nanoTime() + patience.toNanos();
    while (!none()) {
      if (System.nanoTime() - deadline > 0) {
        return false;
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLIS);
    }
    return true;
  }

  private boolean none() {
    long before = ended.sum(); // in this order: at the worst something seems to be under way
    return before == begun.sum();
  }
}

package dev.mecha.kernel.registry;

import dev.mecha.spi.Component;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A component in use. It is its own lease, so that a request costs no allocation. */
final class RegistryEntry<C extends Component> implements Lease<C> {

  /** Added to the number of leases when no more are given. */
  private static final int RETIRED = Integer.MIN_VALUE;

  private final C component;
  private final AtomicInteger leases = new AtomicInteger();
  private final CountDownLatch idle = new CountDownLatch(1);

  RegistryEntry(C component) {
    this.component = component;
  }

  @Override
  public C component() {
    return component;
  }

  /** Whether a lease was given; none is once the entry is retired. */
  boolean acquire() {
    int current = leases.get();
    while (current >= 0) {
      int witness = leases.compareAndExchange(current, current + 1);
      if (witness == current) {
        return true;
      }
      current = witness;
    }
    return false;
  }

  @Override
  public void close() {
    if (leases.decrementAndGet() == RETIRED) {
      idle.countDown();
    }
  }

  /**
   * Gives no more leases, waits until those that are held have ended or the time is over, and
   * closes the component.
   *
   * @return whether all leases had ended
   */
  boolean retire(Duration patience) throws InterruptedException {
    if (leases.getAndUpdate(current -> current < 0 ? current : current + RETIRED) == 0) {
      idle.countDown();
    }
    try {
      return idle.await(patience.toNanos(), TimeUnit.NANOSECONDS);
    } finally {
      component.close();
    }
  }
}

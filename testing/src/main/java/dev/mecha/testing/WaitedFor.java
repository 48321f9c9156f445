package dev.mecha.testing;

import dev.mecha.kernel.pipeline.Exchange;
import dev.mecha.kernel.pipeline.Filter;
import dev.mecha.kernel.pipeline.FilterChain;
import dev.mecha.spi.time.VirtualClock;

/** Lets the clock wait for requests that are under way, but for those that move it. */
final class WaitedFor implements Filter {

  private final VirtualClock clock;

  WaitedFor(VirtualClock clock) {
    this.clock = clock;
  }

  @Override
  public void apply(Exchange exchange, FilterChain rest) throws InterruptedException {
    if (exchange.endpoint().group().equals(TestBlock.GROUP)) {
      rest.proceed();
      return;
    }
    Runnable end = clock.begin();
    try {
      rest.proceed();
    } finally {
      end.run();
    }
  }
}

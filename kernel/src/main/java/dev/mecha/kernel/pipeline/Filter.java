package dev.mecha.kernel.pipeline;

/**
 * A concern that all requests share. It either calls {@link FilterChain#proceed} once and returns,
 * or refuses the request with {@link Exchange#fail} and returns without. When {@code proceed}
 * returns, the answer is decided: handlers' errors have become answers further down, so that {@link
 * Exchange#status} speaks for all of them.
 */
@FunctionalInterface
public interface Filter {

  /**
   * @param exchange the request
   * @param rest what follows
   * @throws InterruptedException if the request was cancelled
   */
  void apply(Exchange exchange, FilterChain rest) throws InterruptedException;
}

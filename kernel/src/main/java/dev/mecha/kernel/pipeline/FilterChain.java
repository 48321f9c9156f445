package dev.mecha.kernel.pipeline;

import dev.mecha.kernel.channel.BodyException;
import dev.mecha.kernel.error.ApiError;
import dev.mecha.kernel.error.ApiException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The filters that a request has still to pass, and the handler at the end. Made once per request;
 * cheap.
 */
public final class FilterChain {

  private static final Logger LOG = LoggerFactory.getLogger("dapr.runtime.api");

  private final List<Filter> filters;
  private final int next;
  private final Exchange exchange;
  private final Handler handler;

  private FilterChain(List<Filter> filters, int next, Exchange exchange, Handler handler) {
    this.filters = filters;
    this.next = next;
    this.exchange = exchange;
    this.handler = handler;
  }

  /**
   * Takes a request through all filters to its handler. Whatever the handler throws becomes the
   * answer.
   *
   * @param filters in the order in which they see the request; an immutable list
   * @param exchange the request
   * @param handler what answers it
   * @throws InterruptedException if the request was cancelled
   */
  public static void run(List<Filter> filters, Exchange exchange, Handler handler)
      throws InterruptedException {
    new FilterChain(filters, 0, exchange, handler).proceed();
  }

  /**
   * Passes the request to the next filter, or to the handler behind the last.
   *
   * @throws InterruptedException if the request was cancelled
   */
  public void proceed() throws InterruptedException {
    if (next < filters.size()) {
      filters.get(next).apply(exchange, new FilterChain(filters, next + 1, exchange, handler));
    } else {
      answer();
    }
  }

  private void answer() throws InterruptedException {
    try {
      handler.handle();
    } catch (ApiException e) {
      exchange.fail(e.error());
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception | StackOverflowError e) {
      if (exchange.status() != 0 && e instanceof BodyException) {
        LOG.debug("{} broke off in the middle of its answer", exchange.endpoint().name(), e);
        return;
      }
      LOG.error("{} failed unexpectedly", exchange.endpoint().name(), e);
      exchange.fail(ApiError.unexpected(e));
    }
  }

  /** What answers a request. */
  @FunctionalInterface
  public interface Handler {
    /**
     * @throws Exception an {@link ApiException} to answer with an error; anything else is a fault
     *     of ours
     */
    void handle() throws Exception;
  }
}

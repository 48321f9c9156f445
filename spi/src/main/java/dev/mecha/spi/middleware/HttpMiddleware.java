package dev.mecha.spi.middleware;

import dev.mecha.spi.Component;

/**
 * Looks at every HTTP request that passes a pipeline, and decides what becomes of it. A component
 * may stand in several pipelines at once.
 */
public interface HttpMiddleware extends Component {

  /**
   * Decides. Blocks as long as it has to; called once for each request, before anything behind the
   * middleware sees it. What it throws is answered with status 500; the request goes no further.
   *
   * @param request what came, with what middleware before this one has changed
   * @return an {@link Verdict.Answer}, or the request that goes on, changed or not
   * @throws InterruptedException if the caller is gone
   */
  Verdict handle(HttpRequest request) throws InterruptedException;
}

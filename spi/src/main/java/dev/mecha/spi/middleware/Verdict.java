package dev.mecha.spi.middleware;

import org.jspecify.annotations.Nullable;

/** What middleware decides about a request. */
public sealed interface Verdict {

  /**
   * The request goes no further: this is its answer. Middleware before this one still sees it.
   *
   * @param answer what the caller gets
   */
  record Answer(HttpAnswer answer) implements Verdict {}

  /**
   * The request goes on.
   *
   * @param request as those further down see it
   * @param after hears of its answer and its end, or null if nobody wants to
   */
  record Pass(HttpRequest request, @Nullable Aftermath after) implements Verdict {}

  /**
   * @param request as those further down see it
   * @return goes on, and its answer is left as it is
   */
  static Verdict pass(HttpRequest request) {
    return new Pass(request, null);
  }

  /**
   * @param request as those further down see it
   * @param after hears of its answer and its end
   * @return goes on
   */
  static Verdict pass(HttpRequest request, Aftermath after) {
    return new Pass(request, after);
  }

  /**
   * @param answer what the caller gets
   * @return goes no further
   */
  static Verdict answer(HttpAnswer answer) {
    return new Answer(answer);
  }

  /** The way back of a request that was let through. */
  interface Aftermath {

    /**
     * Sees the answer before any of it goes out, and may replace its parts. Called at most once;
     * not at all if there is none, because the caller has gone away.
     *
     * @param answer what those further down have answered
     * @return the answer that goes on to the caller
     * @throws InterruptedException if the caller is gone
     */
    default HttpAnswer answered(HttpAnswer answer) throws InterruptedException {
      return answer;
    }

    /** Hears that the request is over, however it ended. Called exactly once, always. */
    default void ended() {}
  }
}

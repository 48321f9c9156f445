package dev.mecha.kernel.resilience;

/**
 * What surrounds the calls of one target: a timeout for each try, a circuit breaker, retries. For
 * use by any number of threads.
 */
public interface Guard {

  /** Surrounds nothing: one try, as long as it takes. */
  Guard NONE =
      new Guard() {
        @Override
        public <T, E extends Exception> T run(Attempt<T, E> attempt)
            throws E, InterruptedException {
          return attempt.run();
        }
      };

  /**
   * Tries until it works or the policies say that it is enough. A try runs on the caller's thread;
   * one that takes too long is interrupted.
   *
   * @param attempt what is tried
   * @param <T> the result
   * @param <E> what a try may throw besides unchecked exceptions
   * @return the result of the try that worked
   * @throws E what the last try threw
   * @throws GuardTimeoutException if the last try took too long
   * @throws CircuitOpenException if nothing was tried because too much failed before
   * @throws InterruptedException if the caller was interrupted
   */
  <T, E extends Exception> T run(Attempt<T, E> attempt) throws E, InterruptedException;
}

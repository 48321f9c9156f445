package dev.mecha.kernel.resilience;

/**
 * One try of what a {@link Guard} surrounds. Blocks; stops when its thread is interrupted.
 *
 * @param <T> the result
 * @param <E> what it may throw besides unchecked exceptions
 */
@FunctionalInterface
public interface Attempt<T, E extends Exception> {

  /**
   * @return the result of the try
   * @throws E if the try failed; an exception that is a {@link CodedFailure} is judged by its code
   * @throws InterruptedException if it was told to stop
   */
  T run() throws E, InterruptedException;
}

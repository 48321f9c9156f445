package dev.mecha.component.support;

/**
 * For libraries that find their own classes through the class loader that the thread names: that
 * has to be the plug-in's, and is the runtime's otherwise.
 */
public final class OwnLoader {

  private OwnLoader() {}

  /**
   * Something to do with such a library.
   *
   * @param <T> what comes of it
   * @param <X> how it fails
   */
  @FunctionalInterface
  public interface Call<T, X extends Exception> {

    /**
     * @return what comes of it
     * @throws X if it fails
     */
    T run() throws X;
  }

  /**
   * @param owner a class of the plug-in
   * @param call to the library
   * @param <T> what comes of it
   * @param <X> how it fails
   * @return what comes of it
   * @throws X if it fails
   */
  public static <T, X extends Exception> T with(Class<?> owner, Call<T, X> call) throws X {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(owner.getClassLoader());
    try {
      return call.run();
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}

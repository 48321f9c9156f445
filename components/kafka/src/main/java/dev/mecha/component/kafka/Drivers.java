package dev.mecha.component.kafka;

import java.util.function.Supplier;

/** Makes the driver's clients. */
final class Drivers {

  private Drivers() {}

  /**
   * The driver finds its own classes by name, through the loader that the thread names: that has to
   * be the plug-in's.
   */
  static <T> T make(Supplier<T> client) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(Drivers.class.getClassLoader());
    try {
      return client.get();
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}

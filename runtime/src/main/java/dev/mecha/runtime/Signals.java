package dev.mecha.runtime;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reacts to signals of the operating system. The JVM's only way is {@code sun.misc.Signal}, which
 * the compiler may not see by name; where it is missing the JVM's own reaction stays.
 */
public final class Signals {

  private static final Logger LOG = LoggerFactory.getLogger("dapr.runtime");

  private Signals() {}

  /**
   * @param name without {@code SIG}, such as {@code TERM}
   * @param reaction runs on a thread of the JVM's, once for each signal; should return soon
   */
  public static void on(String name, Runnable reaction) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      InvocationHandler call =
          (proxy, method, arguments) -> {
            if (method.getName().equals("handle")) {
              reaction.run();
            }
            return null;
          };
      Object proxy =
          Proxy.newProxyInstance(Signals.class.getClassLoader(), new Class<?>[] {handler}, call);
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
    } catch (ReflectiveOperationException e) {
      LOG.debug("no reaction to SIG{} on this machine", name, e);
    }
  }
}

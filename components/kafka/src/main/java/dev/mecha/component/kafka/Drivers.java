package dev.mecha.component.kafka;

import dev.mecha.component.support.OwnLoader;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How the driver's clients want to be treated. */
final class Drivers {

  private static final Logger LOG = LoggerFactory.getLogger(Drivers.class);

  private Drivers() {}

  /**
   * Makes a client. The driver finds its own classes by name, through the loader that the thread
   * names: that has to be the plug-in's.
   */
  static <T> T make(Supplier<T> client) {
    return OwnLoader.with(Drivers.class, client::get);
  }

  /**
   * Makes a call of a consumer that somebody may wake. Whoever wakes it may do so a moment late,
   * and the next call gets it.
   */
  static void undisturbed(Runnable call) {
    boolean done = false;
    while (!done) {
      try {
        call.run();
        done = true;
      } catch (WakeupException e) {
        LOG.trace("in a moment", e);
      }
    }
  }
}

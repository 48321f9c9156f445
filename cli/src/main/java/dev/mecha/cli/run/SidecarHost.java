package dev.mecha.cli.run;

import java.util.List;
import java.util.Map;

/** Where sidecars run: this process, or a test's idea of one. */
public interface SidecarHost {

  /**
   * Starts a sidecar. Blocks until it serves, which may take until the application listens.
   *
   * @param arguments the sidecar's command line
   * @param environment its variables
   * @return the running sidecar
   * @throws InterruptedException if it is to be given up
   * @throws Exception if it cannot start; the message is for the person at the terminal
   */
  RunningSidecar start(List<String> arguments, Map<String, String> environment) throws Exception;

  /** A sidecar that serves. */
  interface RunningSidecar {

    /**
     * Adds to what the metadata API shows.
     *
     * @param key the attribute
     * @param value its value
     */
    void annotate(String key, String value);

    /**
     * @return whether it serves and, if the application has a port, the application does too
     */
    boolean ready();

    /**
     * Waits until the sidecar has stopped, for whatever reason.
     *
     * @throws InterruptedException if the wait is to be cut short
     * @throws Exception if it stopped because it cannot go on; the message is for the person at the
     *     terminal
     */
    void awaitStop() throws Exception;

    /** Finishes the calls in flight and stops; nothing if it has stopped. */
    void close();
  }
}

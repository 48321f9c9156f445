package dev.mecha.runtime;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;

/**
 * Waits until the sidecar on this machine can be called: what {@code --wait} does for scripts and
 * init containers.
 */
final class OutboundWait {

  private static final Duration INTERVAL = Duration.ofMillis(100);
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final int CALL_MILLIS = 500;

  private OutboundWait() {}

  /**
   * @param port of the HTTP API
   * @return whether it could be called in time
   */
  static boolean await(int port) {
    var health = URI.create("http://localhost:" + port + "/v1.0/healthz/outbound");
    long deadline = System.nanoTime() + TIMEOUT.toNanos();
    try {
      while (!answers(health)) {
        if (System.nanoTime() - deadline > 0) {
          System.err.println("timeout waiting for " + health);
          return false;
        }
        Thread.sleep(INTERVAL);
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static boolean answers(URI health) {
    try {
      var call = (HttpURLConnection) health.toURL().openConnection();
      call.setConnectTimeout(CALL_MILLIS);
      call.setReadTimeout(CALL_MILLIS);
      int status = call.getResponseCode();
      call.disconnect();
      return status >= 200 && status < 300;
    } catch (IOException e) {
      return false;
    }
  }
}

package dev.mecha.runtime;

import dev.mecha.runtime.options.AppOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits until the application listens: it may start after its sidecar. */
final class AppPort {

  private static final Logger LOG = LoggerFactory.getLogger("dapr.runtime");
  private static final Duration PAUSE = Duration.ofMillis(50);
  private static final int CONNECT_MILLIS = 500;

  private AppPort() {}

  /**
   * @param app the application; one without a port is not waited for
   * @throws InterruptedException if the sidecar is told to stop first
   */
  static void await(AppOptions app) throws InterruptedException {
    if (app.port().isEmpty()) {
      return;
    }
    int port = app.port().getAsInt();
    LOG.info(
        "application protocol: {}. waiting on port {}.  This will block until the app is listening"
            + " on that port.",
        app.protocol(),
        port);
    while (!listens(app.channelAddress(), port)) {
      Thread.sleep(PAUSE);
    }
    LOG.info("application discovered on port {}", port);
  }

  private static boolean listens(String host, int port) {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), CONNECT_MILLIS);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}

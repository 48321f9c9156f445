package dev.mecha.component.jetstream;

import io.nats.client.Connection;
import io.nats.client.ErrorListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the driver complains of goes to the sidecar's log. */
final class Quiet implements ErrorListener {

  private static final Logger LOG = LoggerFactory.getLogger(Quiet.class);

  @Override
  public void errorOccurred(Connection connection, String error) {
    LOG.warn("JetStream: {}", error);
  }

  @Override
  public void exceptionOccurred(Connection connection, Exception e) {
    LOG.debug("JetStream", e);
  }
}

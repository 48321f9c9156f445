package dev.mecha.component.sqlite;

import dev.mecha.spi.ComponentException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.Collection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How processes tell each other of new messages: a datagram to a port of the loopback interface,
 * which says no more than that there is something. One that is lost costs a moment: the log is
 * looked at from time to time anyway.
 */
final class Doorbell implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Doorbell.class);

  private final DatagramChannel channel;
  private final int port;
  private final Runnable onRing;
  private final Thread thread;

  /**
   * @param onRing is called whenever somebody rings; must not block
   */
  Doorbell(Runnable onRing) {
    try {
      this.channel = DatagramChannel.open();
      channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      this.port = ((InetSocketAddress) channel.getLocalAddress()).getPort();
    } catch (IOException e) {
      throw new ComponentException("sqlite: no port of the loopback interface: " + e, e);
    }
    this.onRing = onRing;
    this.thread = Threads.start("sqlite-pubsub-doorbell", this::listen);
  }

  int port() {
    return port;
  }

  private void listen() {
    ByteBuffer nothing = ByteBuffer.allocate(1);
    while (channel.isOpen()) {
      try {
        nothing.clear();
        channel.receive(nothing);
        onRing.run();
      } catch (IOException e) {
        LOG.trace("The doorbell is taken away, or nobody was there when we rang", e);
      }
    }
  }

  /** Rings at others; one who is not there any more does not matter. */
  void ring(Collection<Integer> ports) {
    for (int other : ports) {
      if (other != port) {
        try {
          channel.send(
              ByteBuffer.allocate(1),
              new InetSocketAddress(InetAddress.getLoopbackAddress(), other));
        } catch (IOException e) {
          LOG.trace("Nobody listens on port {}", other, e);
        }
      }
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      LOG.trace("The doorbell could not be taken away", e);
    }
    Threads.join(thread, Duration.ofSeconds(1));
  }
}

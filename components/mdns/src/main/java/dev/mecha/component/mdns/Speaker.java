package dev.mecha.component.mdns;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says what others ask it to say, and asks every half a minute for all who are of interest. A
 * thread that is interrupted while it sends would close the socket: that is why callers do not
 * send.
 */
final class Speaker implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(Speaker.class);

  /** As often as the peer asks. */
  private static final Duration REFRESH = Duration.ofSeconds(30);

  /** The last packet: nothing more to say. */
  private static final ByteBuffer END = ByteBuffer.allocate(0);

  private final MulticastLink link;
  private final Neighbours neighbours;
  private final LinkedBlockingQueue<ByteBuffer> queue = new LinkedBlockingQueue<>();

  Speaker(MulticastLink link, Neighbours neighbours) {
    this.link = link;
    this.neighbours = neighbours;
  }

  /** Sends a packet soon. */
  void say(ByteBuffer packet) {
    queue.add(packet);
  }

  /** Ends the thread and closes the link, after all that was to be said before. */
  void end() {
    queue.add(END);
  }

  @Override
  public void run() {
    try (link) {
      long refresh = System.nanoTime() + REFRESH.toNanos();
      while (true) {
        ByteBuffer packet = queue.poll(refresh - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (packet == null) {
          refresh();
          refresh = System.nanoTime() + REFRESH.toNanos();
        } else if (packet.hasRemaining()) {
          link.multicast(packet);
        } else {
          return;
        }
      }
    } catch (InterruptedException e) {
      LOG.debug("Nobody is meant to interrupt this thread", e);
    }
  }

  private void refresh() {
    try {
      link.join();
    } catch (IOException e) {
      LOG.debug("The interfaces cannot be listed: {}", e.getMessage());
    }
    for (String appId : neighbours.wanted()) {
      link.multicast(question(appId));
    }
  }

  /**
   * @throws IllegalArgumentException if no name can be made of it
   */
  static ByteBuffer question(String appId) {
    return DnsWriter.write(DnsMessage.question(Announcement.serviceName(appId), DnsRecord.PTR));
  }
}

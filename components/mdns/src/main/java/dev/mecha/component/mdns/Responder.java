package dev.mecha.component.mdns;

import dev.mecha.component.mdns.DnsMessage.Question;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears the network: answers questions about this instance, and learns from the answers of others.
 */
final class Responder implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(Responder.class);

  private static final int LARGEST_PACKET = 9000;
  private static final Duration BREATH = Duration.ofMillis(100);

  private final MulticastLink link;
  private final Neighbours neighbours;
  private final AtomicReference<@Nullable Announcement> own;

  /**
   * @param link the network
   * @param neighbours what is learned
   * @param own what is told about this instance; null for nothing
   */
  Responder(
      MulticastLink link, Neighbours neighbours, AtomicReference<@Nullable Announcement> own) {
    this.link = link;
    this.neighbours = neighbours;
    this.own = own;
  }

  /** Ends when the link is closed. */
  @Override
  public void run() {
    ByteBuffer packet = ByteBuffer.allocateDirect(LARGEST_PACKET);
    while (true) {
      try {
        SocketAddress sender = link.receive(packet.clear());
        DnsMessage message = DnsReader.read(packet.flip());
        if (message != null) {
          take(message, sender);
        }
      } catch (ClosedChannelException e) {
        return;
      } catch (IOException e) {
        LOG.debug("The network fails: {}", e.getMessage());
        LockSupport.parkNanos(this, BREATH.toNanos());
      }
    }
  }

  private void take(DnsMessage message, SocketAddress sender) {
    Announcement announcement = own.get();
    if (message.response()) {
      neighbours.hear(message.records());
    } else if (announcement != null
        && message.questions().stream().anyMatch(announcement::answers)) {
      var records = announcement.records(Announcement.TTL_SECONDS);
      link.multicast(DnsWriter.write(DnsMessage.answer(0, records)));
      if (wantsOwnAnswer(message, sender)) {
        link.unicast(DnsWriter.write(DnsMessage.answer(message.id(), records)), sender);
      }
    }
  }

  /** Who asks from another port does not hear the group. */
  private static boolean wantsOwnAnswer(DnsMessage message, SocketAddress sender) {
    return message.questions().stream().anyMatch(Question::unicast)
        || (sender instanceof InetSocketAddress from && from.getPort() != MulticastLink.PORT);
  }
}

package dev.mecha.component.mdns;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The group of multicast DNS on all interfaces of this machine, loopback included: neighbours on
 * the machine are found without any network.
 */
final class MulticastLink implements AutoCloseable {

  static final int PORT = 5353;

  private static final Logger LOG = LoggerFactory.getLogger(MulticastLink.class);
  private static final byte[] GROUP = {(byte) 224, 0, 0, (byte) 251};
  private static final int HOPS = 255;

  private final InetAddress group = InetAddress.getByAddress(GROUP);
  private final DatagramChannel channel;
  private final ReentrantLock sending = new ReentrantLock();
  private final Set<NetworkInterface> joined = new CopyOnWriteArraySet<>();

  MulticastLink() throws IOException {
    channel = DatagramChannel.open(StandardProtocolFamily.INET);
    boolean open = false;
    try {
      // Every program that speaks multicast DNS shares the port.
      channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      channel.setOption(StandardSocketOptions.IP_MULTICAST_TTL, HOPS);
      channel.setOption(StandardSocketOptions.IP_MULTICAST_LOOP, true);
      channel.bind(new InetSocketAddress(PORT));
      join();
      open = true;
    } finally {
      if (!open) {
        channel.close();
      }
    }
  }

  /** Joins the interfaces that have come since the last time, and leaves out those that went. */
  void join() throws IOException {
    List<NetworkInterface> present =
        NetworkInterface.networkInterfaces().filter(MulticastLink::canServe).toList();
    joined.retainAll(present);
    for (NetworkInterface one : present) {
      try {
        if (!joined.contains(one)) {
          channel.join(group, one);
          joined.add(one);
        }
      } catch (IOException | IllegalStateException e) {
        LOG.debug("{} carries no multicast: {}", one.getName(), e.getMessage());
      }
    }
  }

  private static boolean canServe(NetworkInterface one) {
    try {
      return one.isUp()
          && (one.supportsMulticast() || one.isLoopback())
          && one.inetAddresses().anyMatch(address -> address.getAddress().length == 4);
    } catch (IOException e) {
      return false; // it has just gone
    }
  }

  /** Sends to everybody. An interface that fails does not keep the packet from the others. */
  void multicast(ByteBuffer packet) {
    sending.lock();
    try {
      for (NetworkInterface one : joined) {
        try {
          channel.setOption(StandardSocketOptions.IP_MULTICAST_IF, one);
          channel.send(packet.duplicate(), new InetSocketAddress(group, PORT));
        } catch (IOException e) {
          LOG.debug("Cannot send through {}: {}", one.getName(), e.getMessage());
        }
      }
    } finally {
      sending.unlock();
    }
  }

  /** Sends to one. */
  void unicast(ByteBuffer packet, SocketAddress to) {
    try {
      channel.send(packet.duplicate(), to);
    } catch (IOException e) {
      LOG.debug("Cannot answer {}: {}", to, e.getMessage());
    }
  }

  /**
   * Waits for a packet.
   *
   * @return who sent it
   * @throws java.nio.channels.ClosedChannelException when this is closed
   */
  SocketAddress receive(ByteBuffer packet) throws IOException {
    SocketAddress sender = channel.receive(packet);
    if (sender == null) {
      throw new IOException("a blocking channel that does not block");
    }
    return sender;
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      LOG.debug("Closing failed", e);
    }
  }
}

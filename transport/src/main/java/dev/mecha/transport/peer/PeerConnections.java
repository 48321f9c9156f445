package dev.mecha.transport.peer;

import dev.mecha.transport.flow.Http2Windows;
import dev.mecha.transport.link.LinkLimits;
import dev.mecha.transport.link.PeerLinks;
import dev.mecha.transport.pool.GrowingChannel;
import dev.mecha.transport.thread.EventLoops;
import dev.mecha.transport.thread.RequestAllocator;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The connections of each event loop to each sidecar, made when it is called and shared by all
 * calls that this event loop carries: nothing hops between threads. One closes when nothing has
 * been called for three minutes; a peer that is silent is noticed within fifteen seconds.
 * Thread-safe.
 */
public final class PeerConnections implements AutoCloseable {

  private static final long IDLE_MINUTES = 3;
  private static final long PING_SECONDS = 10;
  private static final long PING_TIMEOUT_SECONDS = 5;

  /** Sidecars come and go under new addresses: those that nobody calls any more are forgotten. */
  private static final int MOST = 1000;

  private final EventLoops loops;
  private final int maxMessageBytes;
  private final int maxHeaderListBytes;
  private final PeerLinks links;
  private final ConcurrentMap<Key, GrowingChannel> channels = new ConcurrentHashMap<>();

  private record Key(String address, @Nullable EventLoop loop) {

    // Written out: what the JVM makes of a record's own at their first use holds up a first call.

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Key that
          && address.equals(that.address)
          && Objects.equals(loop, that.loop);
    }

    @Override
    public int hashCode() {
      return 31 * address.hashCode() + Objects.hashCode(loop);
    }
  }

  /**
   * @param loops what connections run on; outlives them
   * @param maxMessageBytes the largest message that is read; 0 or less for no limit
   * @param maxHeaderListBytes the largest sum of an answer's metadata
   */
  public PeerConnections(EventLoops loops, int maxMessageBytes, int maxHeaderListBytes) {
    this.loops = loops;
    this.maxMessageBytes = maxMessageBytes > 0 ? maxMessageBytes : Integer.MAX_VALUE;
    this.maxHeaderListBytes = maxHeaderListBytes;
    this.links = new PeerLinks(loops, new LinkLimits(this.maxMessageBytes, maxHeaderListBytes));
  }

  /**
   * @param address {@code host:port}, IPv6 in brackets
   * @return the way to the sidecar for the caller, on its event loop if one carries it: a link if
   *     the sidecar is one of ours, HTTP/2 otherwise
   * @throws InterruptedException if the caller was interrupted
   */
  public Channel to(String address) throws InterruptedException {
    Channel link = links.to(address);
    return link == null ? overHttp2(address) : link;
  }

  private Channel overHttp2(String address) {
    var key = new Key(address, loops.carrier());
    GrowingChannel known = channels.get(key);
    if (known != null) {
      return known;
    }
    if (channels.size() >= MOST) {
      channels.keySet().forEach(this::drop);
    }
    return channels.computeIfAbsent(key, wanted -> new GrowingChannel(() -> connect(wanted)));
  }

  private ManagedChannel connect(Key key) {
    return NettyChannelBuilder.forTarget("dns:///" + key.address())
        .eventLoopGroup(key.loop() == null ? loops.group() : key.loop())
        .channelFactory(Http2Windows.ofClient(NioSocketChannel::new))
        .withOption(ChannelOption.ALLOCATOR, RequestAllocator.INSTANCE)
        .flowControlWindow(Http2Windows.CALL)
        .directExecutor()
        .usePlaintext()
        .disableRetry()
        .maxInboundMessageSize(maxMessageBytes)
        .maxInboundMetadataSize(maxHeaderListBytes)
        .keepAliveTime(PING_SECONDS, TimeUnit.SECONDS)
        .keepAliveTimeout(PING_TIMEOUT_SECONDS, TimeUnit.SECONDS)
        .idleTimeout(IDLE_MINUTES, TimeUnit.MINUTES)
        .build();
  }

  /**
   * Lets the next calls connect anew. Calls that are under way come to their end.
   *
   * @param address whose connections
   */
  public void drop(String address) {
    links.drop(address);
    channels.keySet().stream().filter(key -> key.address().equals(address)).forEach(this::drop);
  }

  private void drop(Key key) {
    GrowingChannel channel = channels.remove(key);
    if (channel != null) {
      channel.shutdown();
    }
  }

  @Override
  public void close() {
    links.close();
    channels.keySet().forEach(this::drop);
  }
}

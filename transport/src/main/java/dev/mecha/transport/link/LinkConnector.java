package dev.mecha.transport.link;

import dev.mecha.transport.thread.EventLoops;
import dev.mecha.transport.thread.RequestAllocator;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Connects to other sidecars and greets them. */
final class LinkConnector {

  /** Who takes longer is called over gRPC, which has more patience. */
  private static final int PATIENCE_MILLIS = 2_000;

  private final EventLoops loops;
  private final LinkLimits limits;

  LinkConnector(EventLoops loops, LinkLimits limits) {
    this.loops = loops;
    this.limits = limits;
  }

  /**
   * Begins to connect.
   *
   * @param address {@code host:port}, IPv6 in brackets
   * @param loop what the link is to run on, or null for any
   */
  LinkAttempt connect(String address, @Nullable EventLoop loop) {
    var link = new CompletableFuture<ClientLink>();
    EventLoop chosen = loop == null ? loops.group().next() : loop;
    int colon = address.lastIndexOf(':');
    try {
      String host = address.substring(0, Math.max(colon, 0));
      int port = Integer.parseInt(address.substring(colon + 1));
      byte[] literal = NetUtil.createByteArrayFromIpAddressString(host);
      if (literal != null) {
        connect(new InetSocketAddress(InetAddress.getByAddress(literal), port), chosen, link);
      } else {
        lookUp(host, port, chosen, link);
      }
    } catch (IllegalArgumentException | UnknownHostException e) {
      link.completeExceptionally(e);
    }
    return new LinkAttempt(link);
  }

  /** The system's resolver holds the thread that asks it: not an event loop's. */
  private void lookUp(String host, int port, EventLoop loop, CompletableFuture<ClientLink> link) {
    Thread.ofPlatform()
        .daemon()
        .name("sidecar-lookup")
        .start(
            () -> {
              try {
                connect(new InetSocketAddress(InetAddress.getByName(host), port), loop, link);
              } catch (UnknownHostException e) {
                link.completeExceptionally(e);
              }
            });
  }

  private void connect(
      InetSocketAddress address, EventLoop loop, CompletableFuture<ClientLink> link) {
    var bootstrap =
        new Bootstrap()
            .group(loop)
            .channelFactory(NioSocketChannel::new)
            .option(ChannelOption.ALLOCATOR, RequestAllocator.INSTANCE)
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, PATIENCE_MILLIS)
            .handler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel
                        .pipeline()
                        .addLast(new Greeter(link, PATIENCE_MILLIS, () -> installed(channel)));
                  }
                });
    bootstrap.connect(address).addListener(connected -> failed((ChannelFuture) connected, link));
  }

  private ClientLink installed(Channel channel) {
    var link = new ClientLink(loops, channel, limits);
    link.install();
    return link;
  }

  private static void failed(ChannelFuture connected, CompletableFuture<ClientLink> link) {
    Throwable cause = connected.cause();
    if (cause != null) {
      link.completeExceptionally(cause);
    }
  }
}

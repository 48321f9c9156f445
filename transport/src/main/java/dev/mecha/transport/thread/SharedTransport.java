package dev.mecha.transport.thread;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.InternetProtocolFamily;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.TcpConfig;
import io.vertx.core.spi.transport.Transport;
import java.util.concurrent.ThreadFactory;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Vert.x's NIO transport, with three differences: accepting is done by the event loops themselves,
 * not by a thread of its own; a server may have a handler in front of every connection's pipeline
 * from its first byte on; and a watchdog sees whether the loops get on.
 */
final class SharedTransport implements Transport {

  /** What stands first in the pipelines of the server that is about to listen. */
  static final ScopedValue<Function<Channel, ChannelHandler>> FIRST_HANDLER =
      ScopedValue.newInstance();

  private final Transport nio = io.vertx.core.transport.Transport.NIO.implementation();
  private final LoopWatchdog watchdog;
  private @Nullable EventLoopGroup group;

  /**
   * @param watchdog looks after the event loops
   */
  SharedTransport(LoopWatchdog watchdog) {
    this.watchdog = watchdog;
  }

  /** Returns the one group; made while Vert.x starts. */
  EventLoopGroup group() {
    if (group == null) {
      throw new IllegalStateException("Vert.x has not asked for its event loops yet");
    }
    return group;
  }

  /** Returns this transport in the form in which Vert.x takes it. */
  io.vertx.core.transport.Transport asVertxTransport() {
    return new io.vertx.core.transport.Transport() {
      @Override
      public String name() {
        return "nio";
      }

      @Override
      public boolean available() {
        return true;
      }

      @Override
      @SuppressWarnings(
          "NullAway") // Vert.x has no null annotations; null says that there is no cause
      public @Nullable Throwable unavailabilityCause() {
        return null;
      }

      @Override
      public Transport implementation() {
        return SharedTransport.this;
      }
    };
  }

  @Override
  public EventLoopGroup eventLoopGroup(int type, int threads, ThreadFactory factory, int ioRatio) {
    if (group == null) {
      IoHandlerFactory io = ioHandlerFactory();
      group =
          new MultiThreadIoEventLoopGroup(
              threads, factory, loop -> new PulsedIo(io.newHandler(loop), watchdog.pulse()));
    }
    return group;
  }

  @Override
  public void configure(TcpConfig config, boolean domainSocket, ServerBootstrap bootstrap) {
    nio.configure(config, domainSocket, bootstrap);
    if (FIRST_HANDLER.isBound()) {
      bootstrap.childHandler(
          new FirstHandler(FIRST_HANDLER.get(), bootstrap.config().childHandler()));
    }
  }

  @Override
  public boolean supportsDomainSockets() {
    return nio.supportsDomainSockets();
  }

  @Override
  public java.net.SocketAddress convert(SocketAddress address) {
    return nio.convert(address);
  }

  @Override
  public SocketAddress convert(java.net.SocketAddress address) {
    return nio.convert(address);
  }

  @Override
  public IoHandlerFactory ioHandlerFactory() {
    return nio.ioHandlerFactory();
  }

  @Override
  @SuppressWarnings("deprecation") // the interface asks for it
  public DatagramChannel datagramChannel(InternetProtocolFamily family) {
    return nio.datagramChannel(family);
  }

  @Override
  public ChannelFactory<? extends DatagramChannel> datagramChannelFactory() {
    return nio.datagramChannelFactory();
  }

  @Override
  public ChannelFactory<? extends Channel> channelFactory(boolean domainSocket) {
    return nio.channelFactory(domainSocket);
  }

  @Override
  public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean domainSocket) {
    return nio.serverChannelFactory(domainSocket);
  }

  /** Puts a handler of its own in front of what Vert.x puts into a connection's pipeline. */
  @ChannelHandler.Sharable
  private static final class FirstHandler extends ChannelInitializer<Channel> {

    private final Function<Channel, ChannelHandler> first;
    private final ChannelHandler vertx;

    FirstHandler(Function<Channel, ChannelHandler> first, ChannelHandler vertx) {
      this.first = first;
      this.vertx = vertx;
    }

    @Override
    protected void initChannel(Channel channel) {
      channel.pipeline().addLast(first.apply(channel), vertx);
    }
  }
}

package dev.mecha.pluggable.client;

import dev.mecha.pluggable.ComponentInstance;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The one thread that moves bytes between here and all sockets; started by the first of them. */
final class SocketLoop implements AutoCloseable {

  /** A connection that closes when it is idle would have to be told its metadata again. */
  private static final long NEVER_IDLE_DAYS = 365;

  private @Nullable EventLoopGroup group;

  /**
   * @param socket where the other process listens
   * @param instance which of its components is meant
   * @return a way there; connects when it is used
   */
  synchronized ManagedChannel channel(Path socket, String instance) {
    if (group == null) {
      group =
          new MultiThreadIoEventLoopGroup(
              1, new DefaultThreadFactory("pluggable", true), NioIoHandler.newFactory());
    }
    var headers = new Metadata();
    headers.put(ComponentInstance.HEADER, instance);
    return NettyChannelBuilder.forAddress(UnixDomainSocketAddress.of(socket))
        .eventLoopGroup(group)
        .channelType(NioDomainSocketChannel.class, UnixDomainSocketAddress.class)
        .overrideAuthority("localhost")
        .directExecutor()
        .usePlaintext()
        .disableRetry()
        .maxInboundMessageSize(Integer.MAX_VALUE)
        .idleTimeout(NEVER_IDLE_DAYS, TimeUnit.DAYS)
        .intercept(MetadataUtils.newAttachHeadersInterceptor(headers))
        .build();
  }

  @Override
  public synchronized void close() {
    if (group != null) {
      group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
      group = null;
    }
  }
}

package dev.mecha.pluggable;

import dev.mecha.pluggable.client.SocketFolder;
import dev.mecha.spi.Component;
import dev.mecha.tck.ComponentContexts;
import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A component that others wrote: what it offers is given, and {@code ours} is its name. */
final class Foreign implements AutoCloseable {

  private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final SocketFolder sockets;
  private final Server server;
  private final Path folder;

  Foreign(Path folder, BindableService... services) throws IOException {
    this.folder = folder;
    var builder =
        NettyServerBuilder.forAddress(UnixDomainSocketAddress.of(folder.resolve("ours.sock")))
            .bossEventLoopGroup(loop)
            .workerEventLoopGroup(loop)
            .channelType(NioServerDomainSocketChannel.class)
            .addService(ProtoReflectionServiceV1.newInstance());
    List.of(services).forEach(builder::addService);
    this.server = builder.build().start();
    this.sockets = new SocketFolder(folder);
  }

  /** As the runtime sees it. */
  <C extends Component> C connect(Class<C> kind, String category) throws InterruptedException {
    String type = category + ".ours";
    return kind.cast(
        sockets
            .providers(type)
            .getFirst()
            .create(ComponentContexts.of(type, folder.resolve("home")).context()));
  }

  @Override
  public void close() {
    sockets.close();
    server.shutdownNow();
    var _ = loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }
}

package dev.mecha.pluggable.server;

import dev.mecha.kernel.registry.ComponentCatalog;
import dev.mecha.kernel.registry.ComponentKind;
import dev.mecha.kernel.registry.ComponentKinds;
import dev.mecha.spi.Component;
import dev.mecha.spi.ComponentContext;
import dev.mecha.spi.ComponentMetadata;
import dev.mecha.spi.ComponentProvider;
import dev.mecha.spi.binding.Binding;
import dev.mecha.spi.pubsub.PubSub;
import dev.mecha.spi.secret.SecretStore;
import dev.mecha.spi.state.StateStore;
import dev.mecha.spi.time.Time;
import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.ProtoReflectionService;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Offers one type of component to other runtimes, on a Unix domain socket. For them the component
 * has the name of the socket's file: {@code state.ours} behind {@code ours.sock}. It is connected
 * when they ask for it, once for each resource that declares it.
 */
public final class ComponentHost implements AutoCloseable {

  private static final long GRACE_SECONDS = 5;

  private final Server server;
  private final EventLoopGroup loop;
  private final Instances<?> instances;
  private final Path socket;

  private ComponentHost(Server server, EventLoopGroup loop, Instances<?> instances, Path socket) {
    this.server = server;
    this.loop = loop;
    this.instances = instances;
    this.socket = socket;
  }

  /**
   * What is offered.
   *
   * @param type such as {@code state.redis}
   * @param version such as {@code v1}; empty for the first
   * @param home the folder for files whose path the metadata leaves open
   * @param clock the components' time
   */
  public record Offer(String type, String version, Path home, Time clock) {}

  /**
   * Begins to serve.
   *
   * @param catalog knows what makes the component
   * @param offer what is offered
   * @param socket where; its folder is made if it is not there
   * @return serves until it is closed
   * @throws IllegalArgumentException if there is no such component, or none that others can use
   * @throws IOException if the socket cannot be made, or somebody listens there
   */
  public static ComponentHost serve(ComponentCatalog catalog, Offer offer, Path socket)
      throws IOException {
    return switch (category(offer.type())) {
      case "state" -> {
        Instances<StateStore> stores = instances(catalog, ComponentKinds.STATE, offer);
        yield serve(
            stores,
            socket,
            new Unlisted(new QueryService(stores).bindService()),
            new StateStoreService(stores),
            new TransactionService(stores),
            new TransactionSizeService(stores));
      }
      case "pubsub" -> {
        Instances<PubSub> brokers = instances(catalog, ComponentKinds.PUBSUB, offer);
        yield serve(brokers, socket, new PubSubService(brokers));
      }
      case "bindings" -> {
        Instances<Binding> bindings = instances(catalog, ComponentKinds.BINDING, offer);
        yield serve(
            bindings,
            socket,
            new InputBindingService(bindings),
            new OutputBindingService(bindings));
      }
      case "secretstores" -> {
        Instances<SecretStore> stores = instances(catalog, ComponentKinds.SECRET, offer);
        yield serve(stores, socket, new SecretStoreService(stores));
      }
      default ->
          throw new IllegalArgumentException(
              offer.type()
                  + " cannot be offered (expected: a type that begins with state., pubsub.,"
                  + " bindings. or secretstores.)");
    };
  }

  private static String category(String type) {
    int dot = type.indexOf('.');
    return dot < 0 ? type : type.substring(0, dot);
  }

  private static <C extends Component> Instances<C> instances(
      ComponentCatalog catalog, ComponentKind<C> kind, Offer offer) {
    ComponentProvider<?> provider = catalog.find(kind, offer.type(), offer.version());
    if (provider == null) {
      throw new IllegalArgumentException(
          "couldn't find %s %s%s"
              .formatted(
                  kind.noun(),
                  offer.type(),
                  offer.version().isEmpty() ? "" : "/" + offer.version()));
    }
    return new Instances<>(
        (name, metadata) ->
            kind.type()
                .cast(
                    provider.create(
                        new ComponentContext(
                            name,
                            offer.type().toLowerCase(Locale.ROOT),
                            ComponentCatalog.normalizeVersion(offer.version()),
                            "",
                            "",
                            ComponentMetadata.of(metadata),
                            offer.home(),
                            offer.clock()))));
  }

  private static ComponentHost serve(
      Instances<?> instances, Path socket, BindableService... services) throws IOException {
    return serve(instances, socket, null, services);
  }

  @SuppressWarnings("deprecation") // the old reflection service is what the peer asks
  private static ComponentHost serve(
      Instances<?> instances, Path socket, @Nullable Unlisted unlisted, BindableService... services)
      throws IOException {
    prepare(socket);
    EventLoopGroup loop =
        new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("component-host", true), NioIoHandler.newFactory());
    var builder =
        NettyServerBuilder.forAddress(UnixDomainSocketAddress.of(socket))
            .bossEventLoopGroup(loop)
            .workerEventLoopGroup(loop)
            .channelType(NioServerDomainSocketChannel.class)
            .directExecutor() // in the order of the connection; what blocks has threads of its own
            .maxInboundMessageSize(Integer.MAX_VALUE)
            .permitKeepAliveWithoutCalls(true)
            .permitKeepAliveTime(1, TimeUnit.SECONDS)
            .intercept(Instances.byName())
            .fallbackHandlerRegistry(unlisted)
            .addService(ProtoReflectionService.newInstance())
            .addService(ProtoReflectionServiceV1.newInstance());
    List.of(services).forEach(builder::addService);
    Server server = builder.build();
    try {
      server.start();
    } catch (IOException e) {
      var _ = loop.shutdownGracefully();
      throw e;
    }
    return new ComponentHost(server, loop, instances, socket);
  }

  /** Makes the folder, and takes away what a process left that was killed. */
  private static void prepare(Path socket) throws IOException {
    Path folder = socket.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    if (Files.exists(socket)) {
      LeftSocket.remove(socket);
    }
  }

  /** Finishes the calls in flight, closes the components and takes the socket away. Idempotent. */
  @Override
  public void close() {
    server.shutdown();
    try {
      if (!server.awaitTermination(GRACE_SECONDS, TimeUnit.SECONDS)) {
        server.shutdownNow();
      }
      Files.deleteIfExists(socket);
    } catch (InterruptedException e) {
      server.shutdownNow();
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      // Another one finds that nobody listens there, and takes it away.
      server.shutdownNow();
    }
    instances.close();
    var _ = loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }
}

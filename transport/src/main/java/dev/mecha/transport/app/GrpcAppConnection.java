package dev.mecha.transport.app;

import dev.mecha.kernel.observe.GrpcClientMetrics;
import dev.mecha.transport.flow.Http2Windows;
import dev.mecha.transport.pool.GrowingChannel;
import dev.mecha.transport.thread.EventLoops;
import dev.mecha.transport.thread.RequestAllocator;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * The connections to an application that speaks gRPC: made when they are first needed, shared by
 * all calls. Thread-safe.
 */
public final class GrpcAppConnection implements AutoCloseable {

  private static final long IDLE_MINUTES = 3;

  private final EventLoops loops;
  private final Settings settings;
  private final ReentrantLock lock = new ReentrantLock();
  private final @Nullable GrpcClientMetrics metrics;
  private @Nullable GrowingChannel channel;

  /**
   * Where the application is.
   *
   * @param address its host
   * @param port its port
   * @param tls whether it speaks TLS; its certificate is not verified
   * @param token what is shown to it
   * @param maxMessageBytes the largest message that is read or sent; 0 or less for no limit
   */
  public record Settings(
      String address, int port, boolean tls, AppToken token, int maxMessageBytes) {}

  /**
   * Sets up; nothing connects yet.
   *
   * @param loops the event loops; closed after this object
   * @param settings where the application is
   * @param metrics where calls are counted, or null if they are not
   */
  public GrpcAppConnection(
      EventLoops loops, Settings settings, @Nullable GrpcClientMetrics metrics) {
    this.loops = loops;
    this.settings = settings;
    this.metrics = metrics;
  }

  /**
   * @return the way to the application
   */
  public Channel channel() {
    lock.lock();
    try {
      if (channel == null) {
        channel = new GrowingChannel(this::connect);
      }
      return channel;
    } finally {
      lock.unlock();
    }
  }

  /**
   * @return the way for calls that are passed on as they are: they show the application the secret
   *     of its sidecar
   */
  public Channel passage() {
    String secret = settings.token().value();
    if (secret.isEmpty()) {
      return channel();
    }
    var shown = new Metadata();
    shown.put(Metadata.Key.of(AppToken.HEADER, Metadata.ASCII_STRING_MARSHALLER), secret);
    return ClientInterceptors.intercept(
        channel(), MetadataUtils.newAttachHeadersInterceptor(shown));
  }

  AppToken token() {
    return settings.token();
  }

  private ManagedChannel connect() {
    int most = settings.maxMessageBytes() > 0 ? settings.maxMessageBytes() : Integer.MAX_VALUE;
    NettyChannelBuilder builder =
        NettyChannelBuilder.forAddress(Target.bare(settings.address()), settings.port())
            .eventLoopGroup(loops.group())
            .channelFactory(Http2Windows.ofClient(NioSocketChannel::new))
            .withOption(ChannelOption.ALLOCATOR, RequestAllocator.INSTANCE)
            .flowControlWindow(Http2Windows.CALL)
            .directExecutor()
            .disableRetry()
            .maxInboundMessageSize(most)
            .idleTimeout(IDLE_MINUTES, TimeUnit.MINUTES);
    if (metrics != null) {
      builder.intercept(new GrpcCallMeter(metrics));
    }
    return settings.tls()
        ? builder.sslContext(trustingAll()).build()
        : builder.usePlaintext().build();
  }

  private static SslContext trustingAll() {
    try {
      return GrpcSslContexts.forClient().trustManager(InsecureTrustManagerFactory.INSTANCE).build();
    } catch (SSLException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      if (channel != null) {
        channel.shutdownNow();
      }
    } finally {
      lock.unlock();
    }
  }
}

package dev.mecha.transport.grpc;

import io.grpc.ManagedChannelBuilder;
import io.grpc.ManagedChannelProvider;
import io.grpc.ManagedChannelRegistry;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessSocketAddress;
import io.grpc.netty.NettyChannelBuilder;
import java.net.SocketAddress;
import java.util.Collection;
import java.util.List;

/**
 * Lets a client that makes its channel from a target, and takes none that is ready, reach a server
 * in this JVM. gRPC asks the channel provider that ranks highest for every plain-text channel: this
 * one knows its own targets and leaves all others to Netty, whose turn it would be without it. It
 * is registered when the first target is asked for, not before.
 *
 * <p>The target looks like a host that an unusual name server knows, which is a form that the
 * official SDK for Java lets through.
 */
final class InProcessTargets extends ManagedChannelProvider {

  private static final String PREFIX = "dns://mecha-in-process:0/";

  /** Ahead of Netty's 5; the scale ends with 10. */
  private static final int PRIORITY = 9;

  private static final InProcessTargets REGISTERED = new InProcessTargets();

  private InProcessTargets() {}

  /**
   * @param name of a server in this JVM
   * @return what {@link ManagedChannelBuilder#forTarget} makes a channel to it of
   */
  static String target(String name) {
    ManagedChannelRegistry.getDefaultRegistry().register(REGISTERED); // again changes nothing
    return PREFIX + name;
  }

  @Override
  protected boolean isAvailable() {
    return true;
  }

  @Override
  protected int priority() {
    return PRIORITY;
  }

  @Override
  protected ManagedChannelBuilder<?> builderForAddress(String host, int port) {
    return NettyChannelBuilder.forAddress(host, port);
  }

  @Override
  protected ManagedChannelBuilder<?> builderForTarget(String target) {
    if (!target.startsWith(PREFIX)) {
      return NettyChannelBuilder.forTarget(target);
    }
    String name = target.substring(PREFIX.length());
    int port = name.indexOf(':'); // the SDK adds one where there is none
    return InProcessChannelBuilder.forName(port < 0 ? name : name.substring(0, port));
  }

  /** Channels with credentials of their own are asked of others. */
  @Override
  protected Collection<Class<? extends SocketAddress>> getSupportedSocketAddressTypes() {
    return List.of(InProcessSocketAddress.class);
  }
}

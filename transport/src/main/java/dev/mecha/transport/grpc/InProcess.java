package dev.mecha.transport.grpc;

import io.grpc.ManagedChannel;
import io.grpc.inprocess.InProcessChannelBuilder;

/**
 * The gRPC API for callers in the same JVM, without a socket. What they send passes the same
 * filters as over a socket; the limit on the size of messages does not apply, since nothing is
 * read.
 */
public final class InProcess {

  private final InProcessServer server;

  InProcess(InProcessServer server) {
    this.server = server;
  }

  /**
   * Opens a channel, for {@code DaprGrpc.newBlockingStub(channel)} and its relatives.
   *
   * @return a channel, to be shut down by the caller
   * @throws IllegalStateException if the sidecar is closed
   */
  public ManagedChannel channel() {
    return InProcessChannelBuilder.forName(server.name()).build();
  }

  /**
   * Names the API for clients that open their channel themselves, such as the official SDK: {@code
   * new DaprClientBuilder().withPropertyOverride(Properties.GRPC_ENDPOINT, target)}.
   *
   * @return a target for {@code ManagedChannelBuilder.forTarget}, in this JVM only
   * @throws IllegalStateException if the sidecar is closed
   */
  public String target() {
    return InProcessTargets.target(server.name());
  }
}
